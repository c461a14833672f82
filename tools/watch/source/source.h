// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_SOURCE_H
#define EARMARK_SOURCE_H

#include "tools/watch/source/connection.h"
#include "tools/watch/source/pcm_queue.h"
#include "tools/watch/source/source_reason.h"

#include <stdbool.h>
#include <stdint.h>

/// How a source is
typedef enum {
  SOURCE_CONNECTING, ///< For the first time; nothing is known yet
  SOURCE_LIVE,       ///< Audio comes
  SOURCE_STALLED,    ///< It is connected, but no audio came for a while
  SOURCE_DOWN,       ///< It is tried again and again
  SOURCE_ENDED,      ///< A file or standard input, at its end or impossible
  SOURCE_N_STATES
} SourceState;

/// Seconds without audio after which a source has stalled
#define SOURCE_STALL 5.0

typedef struct {
  SourceState state;
  SourceReason reason; ///< Why it is not live
  double since;        ///< Monotonic seconds
  double last_audio;   ///< When some came last, monotonic; 0 for never
  uint64_t n_failures[SOURCE_N_REASONS]; ///< Connections that failed or ended
} SourceStatus;

/// What to read and whom to tell.  All outlives the source.
typedef struct {
  ConnectionSettings connection;
  bool loops;      ///< A file begins anew at its end
  PcmQueue* queue; ///< Where it puts what it hears

  /// There is more in the queue; in the source's thread
  void (*on_audio)(void* data);
  void* data;
} SourceSettings;

/**
   A source with a thread of its own, which connects, again and again, reads,
   decodes and puts what it hears into a queue.  [any], but for what makes and
   frees it.
*/
typedef struct Source Source;

/// Start it; `seed` should be another for each.  NULL if there is no memory or
/// no thread.
Source* source_start(const SourceSettings* settings, uint32_t seed);

/// Begin to stop it, without waiting
void source_stop(Source* source);

/// After source_stop(): does its thread do no more, so that source_free() need
/// not wait?
bool source_is_over(Source* source);

/// Stop it and free all.  False if the system keeps its thread waiting, as some
/// resolvers do: then that is left behind, and all that it may use must stay.
/// `source` may be NULL.
bool source_free(Source* source);

SourceStatus source_status(Source* source);

/// In one word, for programs: "live".
const char* source_state_name(SourceState state);

#endif
