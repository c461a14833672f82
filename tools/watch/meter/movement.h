// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_MOVEMENT_H
#define EARMARK_MOVEMENT_H

#include <stdint.h>

#define MOVEMENT_FRAMES 11u /* A quarter of a second */

/// Below this a sound stands still, as a test tone or hum does; noise, speech
/// and music are above it
#define MOVEMENT_STILL 0.01

/// How much a spectrum changes from one quarter of a second to the next, as a
/// share of itself.  For one thread.
typedef struct Movement Movement;

/// For log-mel frames [bands]; NULL if memory is short
Movement* movement_new(uint32_t bands);

/// `movement` may be NULL
void movement_free(Movement* movement);

/// Add a frame [bands]
void movement_push(Movement* movement, const float* frame);

/// The greatest change since the last call; NaN if there was none to be seen
double movement_take(Movement* movement);

#endif
