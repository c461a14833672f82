// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_LISTENER_H
#define EARMARK_LISTENER_H

#include "base/error.h"
#include "model/network.h"
#include "tools/watch/meter/reading.h"
#include "tools/watch/source/pcm_queue.h"

#include <stdbool.h>

/// How to listen; what it points to outlives all use
typedef struct {
  const Network* network;
  const View* view;
  float memory; ///< Seconds that updates look back; 0 for the network's own
  bool has_true_peak;
  bool has_returns; ///< Counts how often a sound was heard before

  /// When the clock hour of a stamp began, as a stamp
  double (*hour_of)(double stamp);

  /// A moment is over; the callee copies what it keeps
  void (*on_moment)(void* data, const Reading* moment);
  void* data;
} ListenerSettings;

/// Seconds of audio in a moment
#define LISTENER_MOMENT 1.0

/**
   The engine and the meters at work on the audio of a source: block for block
   in, moment for moment out.  For one thread at a time.
*/
typedef struct Listener Listener;

/// NULL with a message
Listener* listener_new(const ListenerSettings* settings, Error* error);

/// `listener` may be NULL
void listener_free(Listener* listener);

/// Hear a block, after `dropped` seconds that were lost.  False with a message
/// if its rate is impossible or memory is short.
bool listener_push(Listener* listener,
                   const PcmBlock* block,
                   double dropped,
                   Error* error);

/// No more comes for now: end the moment
void listener_end(Listener* listener);

#endif
