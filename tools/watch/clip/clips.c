// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/watch/clip/clips.h"

#include "base/clock.h"
#include "tools/watch/clip/packet_ring.h"
#include "tools/watch/source/utc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SPARE 8.0 /* Seconds that a ring holds more than a clip */
#define LATE                                                                   \
  10.0 /* Seconds after which sound that did not come is not waited for */

/// What a station receives
typedef struct StationRing {
  struct StationRing* next;
  char station[ADDRESS_MAX_NAME + 1];
  PacketRing* ring;
} StationRing;

/// A clip that waits for its end
typedef struct Pending {
  struct Pending* next;
  char id[EVENT_ID_SIZE];
  PacketRing* ring;
  double begin;  ///< Stamp
  double centre; ///< Stamp, of the event
  double end;    ///< Stamp
} Pending;

struct Clips {
  ClipPlan plan;
  ClipWriter* writer;
  StationRing* rings; ///< The newest first
  Pending* pending;
};

Clips*
clips_new(const ClipPlan* plan, Error* error)
{
  Clips* const clips = (Clips*)calloc(1, sizeof(Clips));
  if (!clips) {
    error_set(error, ERROR_NO_MEMORY);
    return NULL;
  }
  clips->plan = *plan;
  clips->writer =
      clip_writer_start(plan->folder, plan->most_age, plan->most_bytes, error);
  if (!clips->writer) {
    free(clips);
    return NULL;
  }
  return clips;
}

/// Free the rings that nobody fills, but for those that clips wait for
static void
free_rings(Clips* clips)
{
  for (StationRing** link = &clips->rings; *link;) {
    StationRing* const ring = *link;
    bool is_needed = packet_ring_is_filled(ring->ring);
    for (const Pending* i = clips->pending; i; i = i->next) {
      is_needed = is_needed || i->ring == ring->ring;
    }
    if (is_needed) {
      link = &ring->next;
    } else {
      *link = ring->next;
      packet_ring_free(ring->ring);
      free(ring);
    }
  }
}

void
clips_free(Clips* clips)
{
  if (!clips) {
    return;
  }
  while (clips->pending) {
    Pending* const pending = clips->pending;
    clips->pending = pending->next;
    free(pending);
  }
  free_rings(clips);
  while (clips->rings) { // Their threads were left behind
    StationRing* const ring = clips->rings;
    clips->rings = ring->next;
    free(ring);
  }
  clip_writer_finish(clips->writer);
  clip_writer_free(clips->writer);
  free(clips);
}

PacketTap
clips_tap(void* data, const char* station)
{
  Clips* const clips = (Clips*)data;
  StationRing* const ring = (StationRing*)calloc(1, sizeof(StationRing));
  PacketRing* const packets =
      packet_ring_new(clips->plan.before + clips->plan.after + SPARE);
  if (!ring || !packets) {
    packet_ring_free(packets);
    free(ring);
    return (PacketTap){0};
  }
  snprintf(ring->station, sizeof(ring->station), "%s", station);
  ring->ring = packets;
  ring->next = clips->rings;
  clips->rings = ring;
  return packet_ring_tap(packets);
}

static PacketRing*
find_ring(const Clips* clips, const char* station)
{
  for (const StationRing* i = clips->rings; i; i = i->next) {
    if (!strcmp(i->station, station)) {
      return i->ring;
    }
  }
  return NULL;
}

void
clips_begin(Clips* clips, const Event* event)
{
  const double since_1970 = utc_of(0.0);
  PacketRing* const ring = find_ring(clips, event->station);
  Pending* const pending = ring ? (Pending*)calloc(1, sizeof(Pending)) : NULL;
  if (!pending) {
    return;
  }
  double begin = 0.0;
  double end = 0.0;
  const double started = event->started_at - since_1970;
  const bool is_held = packet_ring_span(ring, &begin, &end) && begin < started;
  *pending = (Pending){.next = clips->pending, .ring = ring};
  snprintf(pending->id, sizeof(pending->id), "%s", event->id);
  pending->centre = is_held ? started : event->raised_at - since_1970;
  pending->begin = pending->centre - clips->plan.before;
  pending->end = pending->centre + clips->plan.after;
  clips->pending = pending;
}

/// Hand its packets over to be written
static void
cut(Clips* clips, const Pending* pending)
{
  Excerpt* const excerpt = packet_ring_take(pending->ring, pending->begin,
                                            pending->centre, pending->end);
  if (excerpt) {
    clip_writer_push(clips->writer, pending->id, excerpt);
  }
}

static void
cut_all(Clips* clips, bool waits)
{
  const double now = wall_seconds();
  for (Pending** link = &clips->pending; *link;) {
    Pending* const pending = *link;
    double begin = 0.0;
    double end = 0.0;
    const bool is_whole =
        packet_ring_span(pending->ring, &begin, &end) && end >= pending->end;
    if (waits && !is_whole && now < pending->end + LATE) {
      link = &pending->next;
    } else {
      cut(clips, pending);
      *link = pending->next;
      free(pending);
    }
  }
}

void
clips_tick(Clips* clips)
{
  cut_all(clips, true);
  free_rings(clips);
}

void
clips_finish(Clips* clips)
{
  cut_all(clips, false);
  clip_writer_finish(clips->writer);
}

bool
clips_take(Clips* clips, ClipNews* news)
{
  return clip_writer_take(clips->writer, news);
}
