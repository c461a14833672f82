// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// Logistic regression: the optimum known in closed form, what the gradient is
// there, and that scales, weights and other tags change nothing that they
// should not

#undef NDEBUG
#define _POSIX_C_SOURCE 200809L // base/clock.h

#include "tests/support/random.h"
#include "tests/support/run.h"
#include "tools/learn/logistic.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#define MAX_N 64u
#define MAX_FEATURES 3u
#define MAX_TAGS 2u

/// A problem with room for its numbers
typedef struct {
  Problem problem;
  float x[MAX_N][MAX_FEATURES];
  uint8_t y[MAX_N][MAX_TAGS];
  float weights[MAX_N];
  const float* features[MAX_N];
  const uint8_t* marks[MAX_N];
} Sample;

static void
sample_init(Sample* s, uint32_t n, uint32_t n_features, uint32_t n_tags)
{
  memset(s, 0, sizeof(*s));
  for (uint32_t i = 0; i < n; ++i) {
    s->features[i] = s->x[i];
    s->marks[i] = s->y[i];
    s->weights[i] = 1.0f;
  }
  s->problem = (Problem){.n = n,
                         .n_features = n_features,
                         .n_tags = n_tags,
                         .features = s->features,
                         .marks = s->marks,
                         .weights = s->weights};
}

/// Two clouds that overlap; the second tag is rare and knows only x[1]
static void
sample_fill(Sample* s, uint32_t n)
{
  Random random = {7};
  sample_init(s, n, MAX_FEATURES, MAX_TAGS);
  for (uint32_t i = 0; i < n; ++i) {
    for (uint32_t f = 0; f < MAX_FEATURES; ++f) {
      s->x[i][f] = random_uniform(&random, -1.0f, 1.0f);
    }
    s->y[i][0] = s->x[i][0] + random_uniform(&random, -0.7f, 0.7f) > 0.0f;
    s->y[i][1] = s->x[i][1] + random_uniform(&random, -0.4f, 0.4f) > 0.6f;
  }
}

static double
sigmoid(double z)
{
  return 1.0 / (1.0 + exp(-z));
}

/// One feature that is 0 or 1, without decay: in each half the probability is
/// the share of examples that have the tag, weighted
static void
test_closed_form(void)
{
  Sample s;
  sample_init(&s, 10, 1, 1);
  for (uint32_t i = 0; i < 10; ++i) {
    s.x[i][0] = i < 5 ? 0.0f : 1.0f;
  }
  s.y[0][0] = 1;                         // 1 of 5 ...
  s.y[5][0] = s.y[6][0] = s.y[7][0] = 1; // ... and 3 of 5
  Logistic* fit = logistic_fit(&s.problem);
  assert(fit);
  assert(fabs((double)fit->bias[0] - log(1.0 / 4.0)) < 0.02);
  assert(fabs((double)(fit->bias[0] + fit->weights[0]) - log(3.0 / 2.0)) <
         0.02);
  logistic_free(fit);

  s.weights[0] = 4.0f; // As if it was there four times: 4 of 8
  fit = logistic_fit(&s.problem);
  assert(fit && fabs((double)fit->bias[0]) < 0.02);
  logistic_free(fit);

  s.weights[0] = 1.0f; // Balanced: 1/4 of those with, 4/6 of those without
  s.problem.balanced = true;
  fit = logistic_fit(&s.problem);
  assert(fit &&
         fabs((double)fit->bias[0] - log((1.0 / 4.0) / (4.0 / 6.0))) < 0.02);
  logistic_free(fit);
}

/// At the optimum the gradient is 0, so plain gradient descent in double
/// precision, begun there, stays there
static void
test_gradient(void)
{
  Sample s;
  sample_fill(&s, MAX_N);
  s.problem.decay = 0.05f;
  Logistic* const fit = logistic_fit(&s.problem);
  assert(fit);
  for (uint32_t t = 0; t < MAX_TAGS; ++t) {
    double gradient[MAX_FEATURES + 1] = {0.0};
    for (uint32_t i = 0; i < MAX_N; ++i) {
      float logits[MAX_TAGS];
      logistic_logits(fit, s.x[i], logits);
      const double miss = (sigmoid((double)logits[t]) - s.y[i][t]) / MAX_N;
      for (uint32_t f = 0; f < MAX_FEATURES; ++f) {
        gradient[f] += miss * (double)s.x[i][f];
      }
      gradient[MAX_FEATURES] += miss;
    }
    assert(fabs(gradient[MAX_FEATURES]) < 2e-3);
    for (uint32_t f = 0; f < MAX_FEATURES; ++f) {
      double sum = 0.0;
      double squares = 0.0;
      for (uint32_t i = 0; i < MAX_N; ++i) {
        sum += (double)s.x[i][f];
        squares += (double)s.x[i][f] * (double)s.x[i][f];
      }
      const double mean = sum / MAX_N;
      const double variance = squares / MAX_N - mean * mean;
      // The decay is on the weight of the feature divided by its deviation
      const double decay =
          0.05 * (double)fit->weights[f * MAX_TAGS + t] * variance;
      assert(fabs(gradient[f] - mean * gradient[MAX_FEATURES] + decay) < 2e-3);
    }
  }
  logistic_free(fit);
}

static void
check_same_logits(const Logistic* a,
                  const Logistic* b,
                  const Sample* of_a,
                  const Sample* of_b)
{
  for (uint32_t i = 0; i < of_a->problem.n; ++i) {
    float x[MAX_TAGS];
    float y[MAX_TAGS];
    logistic_logits(a, of_a->x[i], x);
    logistic_logits(b, of_b->x[i], y);
    assert(fabsf(x[0] - y[0]) < 0.02f);
  }
}

/// Neither the scale of features nor another tag beside it nor an example of no
/// weight changes what is learnt; a feature that never moves gets no weight
static void
test_invariance(void)
{
  Sample s;
  Sample changed;
  sample_fill(&s, MAX_N);
  s.problem.decay = 0.1f;
  Logistic* const fit = logistic_fit(&s.problem);
  assert(fit);

  sample_fill(&changed, MAX_N);
  changed.problem.decay = 0.1f;
  for (uint32_t i = 0; i < MAX_N; ++i) {
    changed.x[i][0] = 1000.0f * changed.x[i][0] + 5000.0f;
    changed.x[i][1] *= 1e-3f;
  }
  Logistic* other = logistic_fit(&changed.problem);
  assert(other);
  check_same_logits(fit, other, &s, &changed);
  logistic_free(other);

  sample_fill(&changed, MAX_N);
  changed.problem.decay = 0.1f;
  changed.problem.n_tags = 1;
  other = logistic_fit(&changed.problem);
  assert(other);
  check_same_logits(fit, other, &s, &s);
  logistic_free(other);
  logistic_free(fit);

  sample_fill(&changed, MAX_N);
  for (uint32_t i = 0; i < MAX_N; ++i) {
    changed.x[i][2] = 3.25f;
  }
  other = logistic_fit(&changed.problem);
  assert(other && !(other->weights[(size_t)2 * MAX_TAGS] > 0.0f) &&
         !(other->weights[(size_t)2 * MAX_TAGS] < 0.0f));
  logistic_free(other);
}

/// Separable examples: all on the right side if there is little decay, and
/// finite; more decay, smaller weights
static void
test_separable(void)
{
  Sample s;
  sample_init(&s, 20, 2, 1);
  for (uint32_t i = 0; i < 20; ++i) {
    s.x[i][0] = (float)i - 9.5f;
    s.x[i][1] = (float)(i * 7 % 20);
    s.y[i][0] = i >= 10;
  }
  float before = INFINITY;
  const float decays[] = {0.0f, 1e-4f, 1e-2f, 1.0f};
  for (size_t d = 0; d < sizeof(decays) / sizeof(decays[0]); ++d) {
    s.problem.decay = decays[d];
    Logistic* const fit = logistic_fit(&s.problem);
    assert(fit && isfinite(fit->weights[0]) && isfinite(fit->bias[0]));
    for (uint32_t i = 0; i < 20; ++i) {
      float logit = 0.0f;
      logistic_logits(fit, s.x[i], &logit);
      assert(d > 1 || (logit > 0.0f) == s.y[i][0]);
    }
    assert(fit->weights[0] > 0.0f && fit->weights[0] < before);
    before = fit->weights[0];
    logistic_free(fit);
  }
}

int
main(void)
{
  RUN(test_closed_form());
  RUN(test_gradient());
  RUN(test_invariance());
  RUN(test_separable());
  return 0;
}
