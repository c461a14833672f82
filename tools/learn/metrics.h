// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_METRICS_H
#define EARMARK_METRICS_H

#include <stdint.h>

/// How well scores[n] tell examples with a mark from those without: the area
/// under the ROC curve, ties counting half.  `marks` steps by `stride`.
double metrics_roc_auc(const float* scores,
                       const uint8_t* marks,
                       uint32_t stride,
                       uint32_t n);

/// The score from which on saying "there" is right most often, by F1
float metrics_best_threshold(const float* scores,
                             const uint8_t* marks,
                             uint32_t stride,
                             uint32_t n);

#endif
