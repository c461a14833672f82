// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_LOGMEL_H
#define EARMARK_LOGMEL_H

#include "base/realtime.h"
#include "dsp/leveller.h"

#include <stdbool.h>
#include <stdint.h>

/// Settings of the front end; they come from the network file
typedef struct {
  uint32_t rate;       ///< Sample rate in Hz
  uint32_t window;     ///< Hann window and FFT length in samples
  uint32_t hop;        ///< Samples from frame to frame
  uint32_t bands;      ///< Mel bands (Slaney scale, area-normalised)
  float f_min;         ///< Lower edge of the lowest band in Hz
  float f_max;         ///< Upper edge of the highest band in Hz
  float gain;          ///< g in log10(1 + g * mel)
  bool is_levelled;    ///< Are frames brought to one level?
  LevelSettings level; ///< If so, how
} FrontEnd;

/**
   Streaming mel spectrogram, mel(|FFT(hann * x)|), and its logarithm,
   log10(1 + gain * mel).

   Frame k covers samples k * hop to k * hop + window - 1 and comes out with
   the last of them; there is no padding.  Its centre is k * hop + window / 2.

   [work], but for what makes and frees it.
*/
typedef struct LogMel LogMel;

/// [setup] NULL if a setting makes no sense or memory is short
LogMel* logmel_new(const FrontEnd* settings);

/// [setup]
void logmel_free(LogMel* logmel);

/// Forget the past
EARMARK_REALTIME void logmel_reset(LogMel* logmel);

/**
   Take samples from `in` up to the end of the next frame.

   Stores in `used` how many of the `n` were taken.  Returns true when a frame
   was completed, with its mel magnitudes (0 and up) in mel[bands] and its
   K-weighted mean square (loudness.h) in `power`.
*/
EARMARK_REALTIME bool logmel_push(LogMel* logmel,
                                  const float* in,
                                  uint32_t n,
                                  uint32_t* used,
                                  float* mel,
                                  float* power);

/// Mel magnitudes[n], times `factor`, to log-mel, in place
EARMARK_REALTIME void
logmel_compress(const LogMel* logmel, float factor, float* mel, uint32_t n);

#endif
