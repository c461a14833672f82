// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_HIGHPASS_H
#define EARMARK_HIGHPASS_H

#include "base/realtime.h"

#include <stdint.h>

#define HIGHPASS_SECTIONS 2u

/**
   Takes away DC and rumble: a Butterworth filter of fourth order, -3 dB at
   20 Hz, -24 dB at 10 Hz.

   [work], but for highpass_init, which any thread may call.
*/
typedef struct {
  double gain;
  double a[HIGHPASS_SECTIONS][2];        ///< Of the newest two outputs
  double past[HIGHPASS_SECTIONS + 1][2]; ///< The newest two inputs of the first
                                         ///< section, outputs of each
} HighPass;

/// For a sample rate in Hz
void highpass_init(HighPass* filter, double rate);

/// Forget the past
EARMARK_REALTIME void highpass_reset(HighPass* filter);

/// Filter samples[n] in place; how the stream is cut up changes nothing
EARMARK_REALTIME void
highpass_process(HighPass* filter, float* samples, uint32_t n);

#endif
