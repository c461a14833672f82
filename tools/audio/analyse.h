// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_ANALYSE_H
#define EARMARK_ANALYSE_H

#include "base/error.h"
#include "engine/tagger.h"
#include "model/network.h"
#include "tools/audio/timeline.h"

#include <stdbool.h>
#include <stdint.h>

/// How to analyse
typedef struct {
  const Network* network;
  float memory;   ///< Seconds; 0 for the network's own
  uint32_t track; ///< Of the file's audio tracks, from 1; 0 for the best
  double begin;   ///< Seconds of sound that are left out at first; all times
                  ///< count from there
  double end;     ///< Seconds of sound in the file to stop at; 0 for all
  bool features;  ///< Updates are features[n_features] as of then, the head's
                  ///< inputs, instead of probabilities
} AnalysisSettings;

/// What commands say of `seconds` of audio that gave no update and no silence
#define ANALYSIS_TOO_SHORT "%.2f s of audio are too short for tags"

/// What to call while a file goes through the engine, in the thread of
/// analyse_file(); any may be NULL
typedef struct {
  void* data;

  /// An update: seconds of audio taken in, and probabilities[n_outputs]
  void (*on_update)(void* data, double time, const float* probabilities);

  /// A frame; not together with on_sound
  TaggerFrameFunc on_frame;

  /// From `time` on there is sound, or silence.  With this, each stretch of
  /// sound is heard by itself, and silence has no updates: see stretches.h,
  /// also for which of them come.
  void (*on_sound)(void* data, double time, bool is_sound);

  /// Seconds read so far, and the file's length (0 if unknown)
  void (*on_progress)(void* data, double time, double length);

  /// Becomes where the audio that was taken in lies in the file; always as far
  /// as the other callbacks' times
  Timeline* timeline;
} AnalysisCallbacks;

/**
   Decode a file and run the engine over it, as fast as it goes.

   Returns the seconds of audio that there were.  If some of it is missing,
   `error` says what; the rest was analysed all the same.
*/
double analyse_file(const char* path,
                    const AnalysisSettings* settings,
                    const AnalysisCallbacks* callbacks,
                    Error* error);

#endif
