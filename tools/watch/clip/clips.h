// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_CLIPS_H
#define EARMARK_CLIPS_H

#include "base/error.h"
#include "tools/watch/clip/clip_writer.h"
#include "tools/watch/event/event.h"
#include "tools/watch/source/packet_tap.h"

#include <stdbool.h>

/// Which clips there are
typedef struct {
  const char* folder; ///< Where they go; outlives all use
  double before;      ///< Seconds before an event
  double after;       ///< Seconds after its beginning
  double most_age;    ///< Seconds that clips are kept; 0 for ever
  double most_bytes;  ///< That all clips may have; 0 for any
} ClipPlan;

#define CLIPS_BEFORE 10.0
#define CLIPS_AFTER 20.0
#define CLIPS_AGE (30.0 * 86400.0)
#define CLIPS_SIZE 10e9
#define CLIPS_MOST_SECONDS 120.0 /* Before and after, each */

/**
   A clip of the sound of each event: from `before` until `after` the moment
   when it began, if that is still known when it is raised, else the moment when
   it is raised.  For the main thread.
*/
typedef struct Clips Clips;

/// NULL with a message
Clips* clips_new(const ClipPlan* plan, Error* error);

/// Nothing is written that clips_finish() did not wait for.  Where a station's
/// thread was left behind, what it fills stays.  `clips` may be NULL.
void clips_free(Clips* clips);

/// What takes what a station receives; all NULL if memory is short.  `data` are
/// the clips.
PacketTap clips_tap(void* data, const char* station);

/// An event was raised
void clips_begin(Clips* clips, const Event* event);

/// To be called now and then
void clips_tick(Clips* clips);

/// There is no more sound: write all clips with what there is
void clips_finish(Clips* clips);

/// What became of clips; false if there is nothing new
bool clips_take(Clips* clips, ClipNews* news);

#endif
