// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_DOWNMIX_H
#define EARMARK_DOWNMIX_H

#include "base/realtime.h"

#include <stdint.h>

#define DOWNMIX_CELL 32u

/**
   Channels to mono, so that all that sounds is heard.

   The mean of the channels.  Where two channels are mostly in opposite phase,
   which the mean would cancel, the mix leans towards the first of them: from
   3 dB more side than middle on, and wholly from 9 dB on.  Levels are taken
   over 50 ms and the lean moves in straight lines, so nothing clicks; ordinary
   stereo gets the plain mean, to the bit.  How the stream is cut up changes
   nothing.

   What is not finite counts as 0, the rest is held within DOWNMIX_LIMIT.

   [audio], but for downmix_init: [setup].
*/
typedef struct {
  double share;        ///< Of a new cell in the levels
  double middle, side; ///< Mean squares
  float lean, target;  ///< Of this cell: at its beginning and its end, 0..1
  uint32_t n;          ///< Samples in this cell
  float mid[DOWNMIX_CELL];
  float diff[DOWNMIX_CELL];
} Downmix;

#define DOWNMIX_LIMIT 16.0f

/// For a sample rate in Hz
void downmix_init(Downmix* downmix, double rate);

/// Forget the past
EARMARK_REALTIME void downmix_reset(Downmix* downmix);

/// mixed[n] from samples `offset` on of `n_channels` channels, at least one;
/// a channel that is NULL is silent
EARMARK_REALTIME void downmix_process(Downmix* downmix,
                                      const float* const* channels,
                                      uint32_t n_channels,
                                      uint32_t offset,
                                      uint32_t n,
                                      float* mixed);

#endif
