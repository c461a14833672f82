// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_FLAT_H
#define EARMARK_FLAT_H

#include "tools/audio/decode.h"

#include <stdbool.h>
#include <stdint.h>

/**
   Finds where all channels are flat: silence, or DC.

   To 0.01 s at its begin, to the sample at its end, while the engine's filters
   go on ringing for 0.1 s where a loud sound is cut off.
*/
typedef struct {
  double rate;       ///< Hz
  uint32_t n_cell;   ///< Samples that are judged together
  uint64_t n;        ///< Samples so far
  bool is_flat;      ///< Are the newest whole cells?
  double begin;      ///< Of these, or of the newest that were, in seconds
  uint64_t end;      ///< Samples before the first that was flat no more
  bool is_cell_flat; ///< Are this cell's samples so far?
  float low[DECODER_MAX_CHANNELS];
  float high[DECODER_MAX_CHANNELS];
} Flat;

/// For a sample rate in Hz
void flat_init(Flat* flat, double rate);

/// Take n samples of `n_channels` channels; how they are cut up changes nothing
/// as long as the number of channels stays the same
void flat_push(Flat* flat,
               const float* const* channels,
               uint32_t n_channels,
               uint32_t n);

#endif
