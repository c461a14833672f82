// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_ANALYSE_H
#define EARMARK_ANALYSE_H

#include "base/error.h"
#include "engine/tagger.h"
#include "model/network.h"

#include <stdbool.h>
#include <stdint.h>

/// What to call while a file goes through the engine, in the thread of
/// analyse_file(); any may be NULL
typedef struct {
  void* data;

  /// An update: seconds of audio taken in, and probabilities[n_outputs]
  void (*on_update)(void* data, double time, const float* probabilities);

  /// After an update: the same time, and features[n_features]
  void (*on_features)(void* data, double time, const float* features);

  /// A log-mel frame [bands]
  TaggerFrameFunc on_frame;

  /// Seconds read so far, and the file's length (0 if unknown)
  void (*on_progress)(void* data, double time, double length);
} AnalysisCallbacks;

/**
   Decode a file and run the engine over it, as fast as it goes.

   Returns the seconds of audio that there were.  If the file cannot be read to
   its end, `error` says why; what came before was analysed all the same.
   `memory` is in seconds, or 0 for the network's own.
*/
double analyse_file(const char* path,
                    const Network* network,
                    float memory,
                    const AnalysisCallbacks* callbacks,
                    Error* error);

#endif
