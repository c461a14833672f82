// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_METRICS_H
#define EARMARK_METRICS_H

#include <stdint.h>

/// Area under the ROC curve of scores[n]: the share of pairs of a marked and an
/// unmarked example in which the marked one has the higher score, ties counting
/// half.  0.5 if there are no such pairs.  `marks` steps by `stride`.
double metrics_roc_auc(const float* scores,
                       const uint8_t* marks,
                       uint32_t stride,
                       uint32_t n);

/// The ROC-AUC that scores without any meaning reach or exceed once in 20 tests
/// of so many marked and unmarked examples (Mann and Whitney's normal
/// approximation), but 0.6 at least, and less than 1
double metrics_chance_roc_auc(uint32_t n_marked, uint32_t n_unmarked);

/// The score from which on to count a tag as present for the best F1; 0.5 if
/// nothing is marked
float metrics_best_threshold(const float* scores,
                             const uint8_t* marks,
                             uint32_t stride,
                             uint32_t n);

/// Spearman's rank correlation of a[n] and b[n], ties sharing their rank; 0 if
/// one of them is constant
double metrics_spearman(const float* a, const float* b, uint32_t n);

#endif
