// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_ROLLING_H
#define EARMARK_ROLLING_H

#include "base/realtime.h"
#include "model/arithmetic.h"

#include <stdint.h>

/**
   Aggregation of one level: the maximum over the columns of a sliding window,
   then the mean of the newest of these maxima.

   [work], but for what makes and frees it.
*/
typedef struct Rolling Rolling;

/// [setup] `width` channels, windows of `window` columns, means of at most
/// `capacity` maxima; NULL if memory is short
Rolling* rolling_new(const Arithmetic* arithmetic,
                     uint32_t width,
                     uint32_t window,
                     uint32_t capacity);

/// [setup]
void rolling_free(Rolling* rolling);

/// Forget the past, but not the length
EARMARK_REALTIME void rolling_reset(Rolling* rolling);

/// Let the mean take `length` maxima (clamped to 1..capacity) from now on.
/// A longer mean reaches back over maxima that are still held.
EARMARK_REALTIME void rolling_set_length(Rolling* rolling, uint32_t length);

/// Add a column of `width` channels
EARMARK_REALTIME void rolling_push(Rolling* rolling, const void* column);

/// The mean of channels 0..n-1, in the column's unit; 0 before the first
/// window is full
EARMARK_REALTIME void
rolling_mean(const Rolling* rolling, float* mean, uint32_t n);

#endif
