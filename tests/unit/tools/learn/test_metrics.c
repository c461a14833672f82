// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// ROC-AUC and the threshold of best F1, by values known and by counting

#undef NDEBUG
#define _POSIX_C_SOURCE 200809L // base/clock.h

#include "tests/support/random.h"
#include "tests/support/run.h"
#include "tools/learn/metrics.h"

#include <assert.h>
#include <math.h>
#include <stddef.h>

static void
test_known(void)
{
  const float scores[] = {0.1f, 0.4f, 0.35f, 0.8f};
  const uint8_t marks[] = {0, 0, 1, 1};
  assert(fabs(metrics_roc_auc(scores, marks, 1, 4) - 0.75) < 1e-12);
  const uint8_t best[] = {0, 1, 0, 1};
  assert(fabs(metrics_roc_auc(scores, best, 1, 4) - 1.0) < 1e-12);
  const uint8_t worst[] = {1, 0, 1, 0};
  assert(metrics_roc_auc(scores, worst, 1, 4) < 1e-12);
  const float flat[] = {0.5f, 0.5f, 0.5f, 0.5f};
  assert(fabs(metrics_roc_auc(flat, marks, 1, 4) - 0.5) < 1e-12);
  const uint8_t none[] = {0, 0, 0, 0};
  assert(fabs(metrics_roc_auc(scores, none, 1, 4) - 0.5) < 1e-12);

  // From 0.35 on: 2 hits, 1 wrong, F1 0.8; from 0.8 on: 1 hit, F1 2/3
  assert(fabsf(metrics_best_threshold(scores, marks, 1, 4) - 0.35f) < 1e-6f);
  assert(fabsf(metrics_best_threshold(scores, none, 1, 4) - 0.5f) < 1e-6f);
}

static double
f1(const float* scores, const uint8_t* marks, uint32_t n, float threshold)
{
  double hits = 0.0;
  double all = 0.0;
  for (uint32_t i = 0; i < n; ++i) {
    const int is_found = scores[i] >= threshold;
    const int is_marked = marks[(size_t)2 * i];
    hits += is_found && is_marked;
    all += is_found + is_marked;
  }
  return all > 0.0 ? 2.0 * hits / all : 0.0;
}

/// No other threshold is better; a rising curve on scores changes no area; the
/// marks' opposite has the opposite area
static void
test_properties(void)
{
  Random random = {3};
  for (int round = 0; round < 100; ++round) {
    enum { N = 30 };
    float scores[N];
    float risen[N];
    uint8_t marks[2 * N]; // Every second is of another tag
    uint8_t opposite[N];
    for (uint32_t i = 0; i < N; ++i) {
      scores[i] = (float)random_below(&random, 20) / 20.0f;
      risen[i] = expf(3.0f * scores[i]);
      marks[2 * i] = (uint8_t)(i < 2 ? i : random_below(&random, 2));
      marks[2 * i + 1] = (uint8_t)random_below(&random, 2);
      opposite[i] = !marks[2 * i];
    }
    const double area = metrics_roc_auc(scores, marks, 2, N);
    assert(area >= 0.0 && area <= 1.0);
    assert(fabs(area - metrics_roc_auc(risen, marks, 2, N)) < 1e-9);
    assert(fabs(area + metrics_roc_auc(scores, opposite, 1, N) - 1.0) < 1e-9);
    const double best =
        f1(scores, marks, N, metrics_best_threshold(scores, marks, 2, N));
    for (int t = -1; t <= 21; ++t) {
      assert(f1(scores, marks, N, (float)t / 20.0f) <= best + 1e-9);
    }
  }
}

/// Against the exact distribution: of all orders of 4 marked and 4 unmarked
/// examples, one in 20 has 14 wins of 16 or more (Mann and Whitney: U <= 1 or
/// 2)
static void
test_chance(void)
{
  assert(fabs(metrics_chance_roc_auc(4, 4) - 14.0 / 16.0) < 1.0 / 16.0);
  assert(metrics_chance_roc_auc(2, 2) < 1.0); // Never is all in doubt
  assert(metrics_chance_roc_auc(0, 5) < 1.0);
  assert(metrics_chance_roc_auc(1000, 1000) == 0.6);
  assert(metrics_chance_roc_auc(3, 30) == metrics_chance_roc_auc(30, 3));
  assert(metrics_chance_roc_auc(6, 6) > metrics_chance_roc_auc(12, 12));
}

/// Against values that are known: 1 - 6 sum d^2 / (n (n^2 - 1)) without ties
static void
test_spearman(void)
{
  static const float a[] = {1.0f, 2.0f, 3.0f, 4.0f, 5.0f};
  static const float b[] = {10.0f, 30.0f, 20.0f, 40.0f, 90.0f};
  static const float ties[] = {1.0f, 1.0f, 2.0f, 2.0f, 2.0f};
  static const float same[] = {3.0f, 3.0f, 3.0f, 3.0f, 3.0f};
  assert(fabs(metrics_spearman(a, a, 5) - 1.0) < 1e-12);
  assert(fabs(metrics_spearman(a, b, 5) - 0.9) < 1e-12);
  assert(fabs(metrics_spearman(ties, ties, 5) - 1.0) < 1e-12);
  assert(fabs(metrics_spearman(a, ties, 5) - 0.8660254) < 1e-6);
  assert(metrics_spearman(a, same, 5) == 0.0);
}

int
main(void)
{
  RUN(test_chance());
  RUN(test_spearman());
  RUN(test_known());
  RUN(test_properties());
  return 0;
}
