// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_TRAINED_HEAD_H
#define EARMARK_TRAINED_HEAD_H

#include "base/error.h"
#include "tools/learn/learnt_network.h"
#include "tools/learn/training.h"

/// What is learnt from a training: a head, and how good it is, by
/// cross-validation
typedef struct {
  Logistic* head;
  float decay;     ///< The one that did best
  TaughtTag* tags; ///< [n_tags], calibrated, with thresholds
  double* roc_auc; ///< [n_tags], of files
  float* spread;   ///< [n_features]
  float* largest;  ///< [n_features]
} Lesson;

/// False with a message; lesson_clear() is due in any case
bool lesson_learn(const Training* training, Lesson* lesson, Error* error);

void lesson_clear(Lesson* lesson);

#endif
