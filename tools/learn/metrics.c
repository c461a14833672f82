// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/learn/metrics.h"

#include <math.h>
#include <stddef.h>

#define ONE_IN_20 1.645 /* standard deviations */
#define LEAST_CHANCE 0.6
#define MOST_CHANCE 0.999

double
metrics_roc_auc(const float* scores,
                const uint8_t* marks,
                uint32_t stride,
                uint32_t n)
{
  double wins = 0.0;
  double pairs = 0.0;
  for (uint32_t i = 0; i < n; ++i) {
    for (uint32_t j = 0; marks[(size_t)i * stride] && j < n; ++j) {
      if (!marks[(size_t)j * stride]) {
        pairs += 1.0;
        wins += scores[i] > scores[j] ? 1.0 : scores[i] < scores[j] ? 0.0 : 0.5;
      }
    }
  }
  return pairs > 0.0 ? wins / pairs : 0.5;
}

double
metrics_chance_roc_auc(uint32_t n_marked, uint32_t n_unmarked)
{
  const double n_pairs = (double)n_marked * n_unmarked;
  const double variance = (n_marked + n_unmarked + 1.0) / (12.0 * n_pairs);
  const double chance =
      n_pairs > 0.0 ? 0.5 + ONE_IN_20 * sqrt(variance) : MOST_CHANCE;
  return fmin(fmax(chance, LEAST_CHANCE), MOST_CHANCE);
}

/// F1 of counting a tag as present from a score on
static double
f1(const float* scores,
   const uint8_t* marks,
   uint32_t stride,
   uint32_t n,
   float threshold)
{
  double hits = 0.0;
  double wrong = 0.0;
  for (uint32_t i = 0; i < n; ++i) {
    const int predicted = scores[i] >= threshold;
    const int actual = marks[(size_t)i * stride] != 0;
    hits += predicted && actual;
    wrong += predicted != actual;
  }
  return hits > 0.0 ? 2.0 * hits / (2.0 * hits + wrong) : 0.0;
}

float
metrics_best_threshold(const float* scores,
                       const uint8_t* marks,
                       uint32_t stride,
                       uint32_t n)
{
  float best = 0.5f;
  double most = 0.0;
  for (uint32_t i = 0; i < n; ++i) {
    if (marks[(size_t)i * stride]) { // The best is always at one of these
      const double value = f1(scores, marks, stride, n, scores[i]);
      if (value > most) {
        most = value;
        best = scores[i];
      }
    }
  }
  return best;
}

/// Twice the rank of x[i] among x[n], ties in the middle of theirs
static double
find_rank(const float* x, uint32_t i, uint32_t n)
{
  double rank = 0.0;
  for (uint32_t j = 0; j < n; ++j) {
    rank += x[j] < x[i] ? 2.0 : x[j] > x[i] ? 0.0 : 1.0;
  }
  return rank;
}

double
metrics_spearman(const float* a, const float* b, uint32_t n)
{
  double products = 0.0;
  double squares[2] = {0.0, 0.0};
  for (uint32_t i = 0; i < n; ++i) {
    const double x = find_rank(a, i, n) - n; // Their mean is n
    const double y = find_rank(b, i, n) - n;
    products += x * y;
    squares[0] += x * x;
    squares[1] += y * y;
  }
  const double size = sqrt(squares[0] * squares[1]);
  return size > 0.0 ? products / size : 0.0;
}
