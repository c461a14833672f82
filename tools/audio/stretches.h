// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_STRETCHES_H
#define EARMARK_STRETCHES_H

#include "engine/tagger.h"
#include "model/network.h"
#include "tools/audio/flat.h"

#include <stdbool.h>

/// Seconds of silence that end a stretch of sound: of half a second, as many
/// are seen in whole frames, wherever these lie
#define STRETCHES_PAUSE 0.42

/// What becomes of them
typedef struct {
  void* data;

  /// An update that heard nothing but a stretch of sound (and the silence
  /// behind it, where the stretch is shorter than it takes to say anything):
  /// seconds of audio taken in, and what it said, [n_values]
  void (*on_update)(void* data, double time, const float* values);

  /// From `time` on, in seconds, there is sound, or there is none.  A file
  /// begins with sound, unless this says at 0 that it does not.  After the
  /// updates of what ends here, and before those of what begins.
  void (*on_sound)(void* data, double time, bool is_sound);
} StretchCallbacks;

/**
   Hears each stretch of sound between pauses by itself, as if it were a file of
   its own: in a pause, the engine forgets.

   Silence is where samples are flat, or log-mel frames are what the engine
   takes for silence; it lies where it is to about 0.02 s, and to 0.1 s where
   the samples are not flat.  Shorter silence is part of the sound.
*/
typedef struct Stretches Stretches;

/// For an engine that nothing has been pushed to, whose updates are n_values
/// numbers.  `flat` is told each block's
/// samples before the engine is.  NULL if memory is short.
Stretches* stretches_new(const Network* network,
                         uint32_t n_values,
                         Tagger* tagger,
                         const Flat* flat,
                         const StretchCallbacks* callbacks);

void stretches_free(Stretches* stretches);

/// Before each block of n samples, after `flat` was told of it: how many of
/// them are more of a pause, and are not to be pushed
uint32_t stretches_skip(Stretches* stretches, uint32_t n);

/// A frame of the engine
void stretches_frame(Stretches* stretches, const Frame* frame);

/// After each block that was pushed: what the engine says now, NULL if it is
/// nothing new, and when the next block begins
void stretches_block(Stretches* stretches, const float* values, double pushed);

/// No more audio comes
void stretches_end(Stretches* stretches);

#endif
