// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_LOUDNESS_METER_H
#define EARMARK_LOUDNESS_METER_H

#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>

#define LOUDNESS_FLOOR (-120.0) /* LUFS; nothing is less */

/**
   Loudness as EBU R128 and ITU-R BS.1770 have it.  One channel counts as two
   that are the same, as it is played.  For one thread.
*/
typedef struct LoudnessMeter LoudnessMeter;

/// All NaN where too little was heard to say; nothing less than LOUDNESS_FLOOR
typedef struct {
  double momentary;  ///< LUFS, of the last 400 ms
  double short_term; ///< LUFS, of the last 3 s
  double integrated; ///< LUFS, since the span began
  double range;      ///< LU, since the span began
} Loudness;

/// For `rate` Hz; true peaks cost more than all else.  NULL with a message.
LoudnessMeter*
loudness_meter_new(uint32_t rate, bool has_true_peak, Error* error);

/// `meter` may be NULL
void loudness_meter_free(LoudnessMeter* meter);

/// Add channels[n_channels][n] of finite samples, 1 or 2 channels; false if
/// memory is short
bool loudness_meter_push(LoudnessMeter* meter,
                         const float* const* channels,
                         uint32_t n_channels,
                         uint32_t n);

/// The last 400 ms, in LUFS; NaN if there were none yet
double loudness_meter_momentary(const LoudnessMeter* meter);

Loudness loudness_meter_read(const LoudnessMeter* meter);

/// The true peak of what was pushed last, in dBTP; NaN if not asked for
double loudness_meter_true_peak(const LoudnessMeter* meter);

/// A new span for what is integrated
void loudness_meter_restart(LoudnessMeter* meter);

#endif
