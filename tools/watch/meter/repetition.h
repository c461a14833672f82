// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_REPETITION_H
#define EARMARK_REPETITION_H

#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>

#define REPETITION_SPAN 600.0 /* Seconds that are looked back */

/**
   How often the sound of the last sixteen seconds was heard before, in the last
   ten minutes: the very same recording, by Chromaprint's fingerprints.  What
   stands still, as a tone or silence, is not counted.  For one thread.
*/
typedef struct Repetition Repetition;

/// NULL with a message
Repetition* repetition_new(uint32_t rate, Error* error);

/// `repetition` may be NULL
void repetition_free(Repetition* repetition);

/// What follows is of another rate; what was heard stays known.  False with a
/// message.
bool repetition_set_rate(Repetition* repetition, uint32_t rate, Error* error);

/// Add channels[n_channels][n], 1 or 2 channels
void repetition_push(Repetition* repetition,
                     const float* const* channels,
                     uint32_t n_channels,
                     uint32_t n);

/// What was heard until now: how often before; NaN while too little is known.
/// It takes about three seconds until a sound counts.
double repetition_count(Repetition* repetition);

#endif
