// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_TRAINING_H
#define EARMARK_TRAINING_H

#include "tools/learn/examples.h"
#include "tools/learn/label_table.h"
#include "tools/learn/logistic.h"

#define TRAINING_FOLDS 5u

/// The examples of all files in a row, and the fold of a cross-validation that
/// each is tested in
typedef struct {
  const LabelTable* labels;
  uint32_t n;
  uint32_t n_features;
  const float** features; ///< [n], each [n_features]
  const uint8_t** marks;  ///< [n], each [n_tags]
  uint32_t* files;        ///< [n]
  float* weights;         ///< [n]: those of a file sum to 1
  uint32_t* folds;        ///< [n_files]: in 0..TRAINING_FOLDS-1
} Training;

/// `labels` and `examples` [n_files] must outlive it.  Files of a group are in
/// the same fold, and those with a tag in as many folds as can be.  NULL if
/// memory is short.
Training* training_new(const LabelTable* labels,
                       const Examples* examples,
                       uint32_t n_features);

void training_free(Training* training);

/// A head fitted to all examples; NULL if memory is short
Logistic* training_fit(const Training* training, float decay);

/// Cross-validation: for each of `n` decays, probabilities [examples][n_tags]
/// of heads that were fitted without the example's fold.  Uses all processors.
/// False if memory is short.
bool training_validate(const Training* training,
                       uint32_t n,
                       const float* decays,
                       float** probabilities);

/// The mean over the examples of each file: means[n_files] of one tag of rows
/// [n][n_tags]
void training_means(const Training* training,
                    const float* rows,
                    uint32_t tag,
                    float* means);

#endif
