// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_TRAINED_HEAD_H
#define EARMARK_TRAINED_HEAD_H

#include "base/error.h"
#include "tools/learn/learnt_network.h"
#include "tools/learn/training.h"

/// A head fitted to all examples of a training, and how good it is, by
/// cross-validation
typedef struct {
  Logistic* logistic;
  float decay;         ///< The one that did best
  LearntTag* tags;     ///< [n_tags], calibrated, with thresholds
  double* roc_auc;     ///< [n_tags], 0..1, of files, by cross-validation
  LearntScale* scales; ///< [n_scales]
  double* spearman;    ///< [n_scales], of files with their ratings, likewise
  float* spread;       ///< [n_features]: standard deviations of the features
  float* largest;      ///< [n_features]: their largest values
} TrainedHead;

/**
   Choose the decay by cross-validation (mean ROC-AUC of files), fit a head to
   all examples with it, calibrate each tag and choose its threshold (best F1 of
   files).  Uses all processors.  False with a message if memory is short;
   trained_head_clear() is due in any case.
*/
bool
trained_head_fit(const Training* training, TrainedHead* head, Error* error);

void trained_head_clear(TrainedHead* head);

#endif
