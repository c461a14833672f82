// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/export/smf.h"

#include "base/array.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MAX_DIVISION 960u   /* ticks of a quarter note */
#define MAX_TICK 0x0FFFFFFF /* four bytes of seven bits */
#define MAX_TICK_US 5000.0  /* shorter than the time between messages */
#define MESSAGE_SIZE 3u     /* bytes */
#define MAX_LENGTH_SIZE 4u  /* bytes */
#define MINUTE_US 6e7

typedef struct {
  double time;
  uint8_t message[MESSAGE_SIZE];
} Event;

struct Smf {
  const char* name;
  uint32_t quarter_us;
  Event* events;
  size_t n_events;
  size_t capacity;
};

/// A track being put together
typedef struct {
  uint8_t* bytes;
  size_t n;
  uint32_t tick; ///< Of the newest event
  double ticks_of_second;
} Track;

Smf*
smf_new(double bpm, const char* name)
{
  Smf* const smf = (Smf*)calloc(1, sizeof(Smf));
  if (smf) {
    smf->name = name;
    smf->quarter_us = (uint32_t)lrint(MINUTE_US / bpm);
  }
  return smf;
}

void
smf_free(Smf* smf)
{
  if (smf) {
    free(smf->events);
    free(smf);
  }
}

bool
smf_add(Smf* smf, double time, const uint8_t* message)
{
  Event* const grown = (Event*)array_grow(smf->events, smf->n_events,
                                          &smf->capacity, sizeof(Event));
  if (!grown) {
    return false;
  }
  smf->events = grown;
  Event* const event = &smf->events[smf->n_events++];
  event->time = time;
  memcpy(event->message, message, MESSAGE_SIZE);
  return true;
}

static void
put(Track* track, const void* bytes, size_t n)
{
  memcpy(track->bytes + track->n, bytes, n);
  track->n += n;
}

/// Seven bits a byte, all but the last with the eighth set
static void
put_length(Track* track, uint32_t value)
{
  for (unsigned shift = 21; shift; shift -= 7) {
    if (value >> shift) {
      const uint8_t byte = (uint8_t)(0x80u | (value >> shift & 0x7Fu));
      put(track, &byte, 1);
    }
  }
  const uint8_t last = value & 0x7Fu;
  put(track, &last, 1);
}

static void
put_meta(Track* track, uint8_t type, const void* data, uint32_t n)
{
  put_length(track, 0);
  put(track, (const uint8_t[]){0xFF, type}, 2);
  put_length(track, n);
  put(track, data, n);
}

/// The time since the event before
static void
put_time(Track* track, double time)
{
  const double ticks = fmin(time * track->ticks_of_second, (double)MAX_TICK);
  const uint32_t tick = (uint32_t)rint(fmax(0.0, ticks));
  const uint32_t delta = tick > track->tick ? tick - track->tick : 0;
  track->tick += delta;
  put_length(track, delta);
}

/// Ticks of a quarter note, so that all fits; 0 if there is no such number
static uint32_t
find_division(const Smf* smf, double end)
{
  const double quarters = 1e6 * end / smf->quarter_us;
  uint32_t division = MAX_DIVISION;
  while (division > 1 && quarters * division >= (double)MAX_TICK) {
    division /= 2;
  }
  const bool fits = quarters * division < (double)MAX_TICK &&
                    smf->quarter_us <= MAX_TICK_US * division;
  return fits || division == MAX_DIVISION ? division : 0;
}

static void
put_events(const Smf* smf, double end, Track* track)
{
  const uint8_t tempo[] = {(uint8_t)(smf->quarter_us >> 16),
                           (uint8_t)(smf->quarter_us >> 8),
                           (uint8_t)smf->quarter_us};
  put_meta(track, 0x03, smf->name, (uint32_t)strlen(smf->name));
  put_meta(track, 0x51, tempo, sizeof(tempo));
  for (size_t i = 0; i < smf->n_events; ++i) {
    put_time(track, smf->events[i].time);
    put(track, smf->events[i].message, MESSAGE_SIZE);
  }
  put_time(track, end);
  put(track, (const uint8_t[]){0xFF, 0x2F, 0}, 3);
}

static void
write_chunk(const char* type, const uint8_t* bytes, size_t n, FILE* file)
{
  const uint8_t size[] = {(uint8_t)(n >> 24), (uint8_t)(n >> 16),
                          (uint8_t)(n >> 8), (uint8_t)n};
  fwrite(type, 4, 1, file);
  fwrite(size, sizeof(size), 1, file);
  fwrite(bytes, 1, n, file); // ferror is the caller's
}

bool
smf_write(const Smf* smf, double end, FILE* file, Error* error)
{
  const uint32_t division = find_division(smf, end);
  if (!division) {
    error_set(error, "%.0f hours are too long for a MIDI file of this tempo",
              end / 3600.0);
    return false;
  }
  const size_t size = (smf->n_events + 1) * (MAX_LENGTH_SIZE + MESSAGE_SIZE) +
                      strlen(smf->name) + 32;
  Track track = {.bytes = (uint8_t*)malloc(size),
                 .ticks_of_second = 1e6 / smf->quarter_us * division};
  if (!track.bytes) {
    error_set(error, ERROR_NO_MEMORY);
    return false;
  }
  put_events(smf, end, &track);
  const bool fits = track.n <= UINT32_MAX;
  if (fits) {
    const uint8_t header[] = {
        0, 0, 0, 1, (uint8_t)(division >> 8), (uint8_t)division};
    write_chunk("MThd", header, sizeof(header), file);
    write_chunk("MTrk", track.bytes, track.n, file);
  } else {
    error_set(error, "there are too many messages for a MIDI file");
  }
  free(track.bytes);
  return fits;
}
