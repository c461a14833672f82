// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/export/smf.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DIVISION 960u         /* ticks of a quarter note */
#define MAX_DELTA 0x0FFFFFFFu /* ticks: four bytes of seven bits */
#define MINUTE_US 6e7

struct Smf {
  uint8_t* bytes; ///< Of the track
  size_t n;
  size_t capacity;
  uint32_t quarter_us;
  uint32_t tick; ///< Of the newest event
  bool ok;
};

static void
put(Smf* smf, const void* bytes, size_t n)
{
  if (smf->n + n > smf->capacity) {
    const size_t capacity = 2 * smf->capacity + n + 1024;
    uint8_t* const grown = (uint8_t*)realloc(smf->bytes, capacity);
    if (!grown) {
      smf->ok = false;
      return;
    }
    smf->bytes = grown;
    smf->capacity = capacity;
  }
  memcpy(smf->bytes + smf->n, bytes, n);
  smf->n += n;
}

/// Seven bits a byte, all but the last with the eighth set
static void
put_length(Smf* smf, uint32_t value)
{
  uint8_t bytes[5];
  size_t n = 0;
  for (unsigned shift = 28; shift; shift -= 7) {
    if (value >> shift) {
      bytes[n++] = (uint8_t)(0x80u | (value >> shift & 0x7Fu));
    }
  }
  bytes[n++] = value & 0x7Fu;
  put(smf, bytes, n);
}

static void
put_meta(Smf* smf, uint8_t type, const void* data, uint32_t n)
{
  put_length(smf, 0);
  put(smf, (const uint8_t[]){0xFF, type}, 2);
  put_length(smf, n);
  put(smf, data, n);
}

Smf*
smf_new(double bpm, const char* name)
{
  Smf* const smf = (Smf*)calloc(1, sizeof(Smf));
  if (!smf) {
    return NULL;
  }
  smf->ok = true;
  smf->quarter_us = (uint32_t)lrint(MINUTE_US / bpm);
  const uint8_t tempo[] = {(uint8_t)(smf->quarter_us >> 16),
                           (uint8_t)(smf->quarter_us >> 8),
                           (uint8_t)smf->quarter_us};
  put_meta(smf, 0x03, name, (uint32_t)strlen(name));
  put_meta(smf, 0x51, tempo, sizeof(tempo));
  return smf;
}

void
smf_free(Smf* smf)
{
  if (smf) {
    free(smf->bytes);
    free(smf);
  }
}

/// The time since the event before
static void
put_time(Smf* smf, double time)
{
  const double ticks = fmax(0.0, 1e6 * time * DIVISION / smf->quarter_us);
  const uint32_t tick = (uint32_t)rint(fmin(ticks, (double)UINT32_MAX));
  uint32_t delta = tick > smf->tick ? tick - smf->tick : 0;
  smf->tick += delta;
  for (; delta > MAX_DELTA; delta -= MAX_DELTA) { // By way of an empty text
    put_length(smf, MAX_DELTA);
    put(smf, (const uint8_t[]){0xFF, 0x01, 0}, 3);
  }
  put_length(smf, delta);
}

bool
smf_add(Smf* smf, double time, const uint8_t* message)
{
  put_time(smf, time);
  put(smf, message, 3);
  return smf->ok;
}

bool
smf_write(Smf* smf, double end, const char* path)
{
  put_time(smf, end);
  put(smf, (const uint8_t[]){0xFF, 0x2F, 0}, 3);
  const uint8_t header[] = {'M',
                            'T',
                            'h',
                            'd',
                            0,
                            0,
                            0,
                            6,
                            0,
                            0,
                            0,
                            1,
                            DIVISION >> 8u,
                            DIVISION & 0xFFu};
  const uint8_t track[] = {'M',
                           'T',
                           'r',
                           'k',
                           (uint8_t)(smf->n >> 24),
                           (uint8_t)(smf->n >> 16),
                           (uint8_t)(smf->n >> 8),
                           (uint8_t)smf->n};
  FILE* const file = smf->ok ? fopen(path, "wb") : NULL;
  if (!file) {
    return false;
  }
  const bool ok = fwrite(header, sizeof(header), 1, file) == 1 &&
                  fwrite(track, sizeof(track), 1, file) == 1 &&
                  fwrite(smf->bytes, smf->n, 1, file) == 1;
  return !fclose(file) && ok;
}
