// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_LEVELLER_H
#define EARMARK_LEVELLER_H

#include "base/realtime.h"

#include <stdint.h>

/// How frames are brought to one loudness; comes from the network file
typedef struct {
  float target;   ///< LUFS that frames are brought to
  float seconds;  ///< Of counted frames, the newest, whose mean is the level
  float gate;     ///< LUFS; what is softer does not count
  float range;    ///< LU below the recent peak within which frames count
  float fall;     ///< LU a second that the recent peak falls
  float max_gain; ///< dB, at least 0
  float min_gain; ///< dB, at most 0
} LevelSettings;

/**
   Slow loudness follower: the gain that brings frames to the target.

   The level is the mean power of the newest `seconds` of frames that count, as
   short-term loudness is (EBU R128), but gated: in a pause it stays as it was.
   The first frame that counts sets it at once.  All but the gate and the
   limits of the gain are ratios, so the gain undoes any change of volume.

   [work], but for what makes and frees it.
*/
typedef struct Leveller Leveller;

/// [setup] For `rate` frames a second.  NULL if a setting makes no sense or
/// memory is short.
Leveller* leveller_new(const LevelSettings* settings, double rate);

/// [setup]
void leveller_free(Leveller* leveller);

/// Forget the past
EARMARK_REALTIME void leveller_reset(Leveller* leveller);

/// Take the power of the next frame (loudness.h) in; returns the factor that
/// its samples or magnitudes are to be multiplied with: 1 before any frame
/// that counts
EARMARK_REALTIME float leveller_push(Leveller* leveller, float power);

#endif
