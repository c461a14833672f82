// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_TIMBRE_H
#define EARMARK_TIMBRE_H

#include "base/realtime.h"
#include "model/arithmetic.h"
#include "model/network.h"

#include <stdint.h>

/**
   The banks of 2-D filters run incrementally over a stream: each frame passes
   each of them once, and their columns are aggregated as a level's are.

   No padding: the first column needs the frames of the longest bank.
   [work], but for what makes and frees it.
*/
typedef struct Timbre Timbre;

/// [setup] For a network that has banks, which must outlive it; means may reach
/// back over `max_frames` frames.  NULL if memory is short.
Timbre* timbre_new(const Network* network,
                   const Arithmetic* arithmetic,
                   const Kernels* kernels,
                   double max_frames);

/// [setup]
void timbre_free(Timbre* timbre);

/// Forget the past, but not the memory setting
EARMARK_REALTIME void timbre_reset(Timbre* timbre);

/// Let the means look back over `frames` frames
EARMARK_REALTIME void timbre_set_memory(Timbre* timbre, double frames);

/// Complete n <= ARITHMETIC_COLUMNS input columns of the branches: their bands
/// are there, the filters are written beside.  Returns how many of the last are
/// complete: not those of the stream's first frames, which go no further.
EARMARK_REALTIME uint32_t timbre_push(Timbre* timbre,
                                      void* columns,
                                      uint32_t n);

/// Write the features of all filters; returns how many
EARMARK_REALTIME uint32_t timbre_features(const Timbre* timbre,
                                          float* features);

#endif
