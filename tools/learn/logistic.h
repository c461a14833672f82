// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_LOGISTIC_H
#define EARMARK_LOGISTIC_H

#include <stdbool.h>
#include <stdint.h>

/// Examples of which tags are to be told apart
typedef struct {
  uint32_t n;
  uint32_t n_features;
  uint32_t n_tags;
  const float* const* features; ///< [n], each [n_features]
  const uint8_t* const* marks; ///< [n], each [n_tags]: 1 where the tag is there
  const float* weights;        ///< [n]: how much each example counts
  bool balanced; ///< Do those with and without a tag count the same in sum?
  float decay;   ///< Weight of the squared weights (per standard deviation)
} Problem;

/// One logistic regression a tag
typedef struct {
  uint32_t n_features;
  uint32_t n_tags;
  float* weights; ///< [n_features][n_tags]
  float* bias;    ///< [n_tags]
} Logistic;

/// All weights 0; NULL if memory is short
Logistic* logistic_new(uint32_t n_features, uint32_t n_tags);

/**
   Minimise the logistic loss plus `decay` / 2 times the squares of the weights.
   The problem must not be empty.  The features may have any scale: the decay
   applies to weights of features with a mean of 0 and a standard deviation of
   1.  NULL if memory is short.
*/
Logistic* logistic_fit(const Problem* problem);

void logistic_free(Logistic* logistic);

/// logits[n_tags] of features[n_features]
void
logistic_logits(const Logistic* logistic, const float* features, float* logits);

#endif
