// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_FRAME_H
#define EARMARK_FRAME_H

/// One frame of a stream, as a network hears it
typedef struct {
  const float* bands; ///< Log-mel [bands], brought to the network's level
  float peak;         ///< The largest band as it was before that
  float power;        ///< K-weighted mean square before that (loudness.h)
  float gain;         ///< Factor of the magnitudes; 1 without a level
} Frame;

#endif
