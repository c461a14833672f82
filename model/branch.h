// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_BRANCH_H
#define EARMARK_BRANCH_H

#include "base/realtime.h"
#include "model/arithmetic.h"
#include "model/network.h"

#include <stdint.h>

/**
   One CNN run incrementally over a stream: every input column passes each
   level once, and every level's columns are aggregated as they come.

   No padding: a level's first output needs `length` real columns.
   [work], but for what makes and frees it.
*/
typedef struct Branch Branch;

/// [setup] Means may reach back over `max_frames` frames; NULL if memory is
/// short
Branch* branch_new(const BranchSpec* spec,
                   const Arithmetic* arithmetic,
                   const Kernels* kernels,
                   double max_frames);

/// [setup]
void branch_free(Branch* branch);

/// Forget the past, but not the memory setting
EARMARK_REALTIME void branch_reset(Branch* branch);

/// Let the means look back over `frames` frames (rounded to columns)
EARMARK_REALTIME void branch_set_memory(Branch* branch, double frames);

/// Add n <= ARITHMETIC_COLUMNS input columns.  How many come at once changes
/// nothing but the time that they take: a weight read serves them all.
EARMARK_REALTIME void
branch_push(Branch* branch, const void* columns, uint32_t n);

/// Write the features of all levels; returns how many (the sum of `filters`)
EARMARK_REALTIME uint32_t branch_features(const Branch* branch,
                                          float* features);

#endif
