// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// Standard MIDI Files: the bytes of a small one, and that random ones read back
// as they were written

#undef NDEBUG
#define _POSIX_C_SOURCE 200809L

#include "tests/support/random.h"
#include "tests/support/run.h"
#include "tools/export/smf.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_EVENTS 200u
#define HEADER 22u /* bytes before the first event */

typedef struct {
  uint64_t tick;
  uint8_t message[3];
} Event;

/// What a reader of such files finds
typedef struct {
  uint32_t division;
  uint32_t quarter_us;
  char name[32];
  uint32_t n;
  Event events[MAX_EVENTS];
  uint64_t end; ///< Tick
} Contents;

static size_t
write_file(const Smf* smf, double end, uint8_t** bytes)
{
  char* text = NULL;
  size_t size = 0;
  Error error = {""};
  FILE* const file = open_memstream(&text, &size);
  assert(file && smf_write(smf, end, file, &error) && !fclose(file));
  *bytes = (uint8_t*)text;
  return size;
}

static uint32_t
big_endian(const uint8_t* bytes, unsigned n)
{
  uint32_t value = 0;
  for (unsigned i = 0; i < n; ++i) {
    value = value << 8 | bytes[i];
  }
  return value;
}

/// A number of at most four bytes; moves on
static uint32_t
read_length(const uint8_t** at)
{
  uint32_t value = 0;
  for (int i = 0; i < 4; ++i) {
    const uint8_t byte = *(*at)++;
    value = value << 7 | (byte & 0x7Fu);
    if (byte < 0x80) {
      return value;
    }
  }
  assert(false); // A number is longer than four bytes
  return 0;
}

/// One meta event; true if it is the end of the track
static bool
read_meta(const uint8_t** at, Contents* out)
{
  const uint8_t type = (*at)[1];
  *at += 2;
  const uint32_t n = read_length(at);
  if (type == 0x03) {
    assert(n < sizeof(out->name));
    memcpy(out->name, *at, n);
  } else if (type == 0x51) {
    assert(n == 3);
    out->quarter_us = big_endian(*at, 3);
  } else {
    assert(n == 0 && type == 0x2F);
  }
  *at += n;
  return type == 0x2F;
}

static void
parse(const uint8_t* bytes, size_t size, Contents* out)
{
  static const uint8_t start[] = {'M', 'T', 'h', 'd', 0, 0, 0, 6, 0, 0, 0, 1};
  memset(out, 0, sizeof(*out));
  assert(size > HEADER && !memcmp(bytes, start, sizeof(start)));
  out->division = big_endian(bytes + 12, 2);
  assert(!memcmp(bytes + 14, "MTrk", 4));
  assert(big_endian(bytes + 18, 4) == size - HEADER);
  const uint8_t* at = bytes + HEADER;
  for (bool is_end = false; !is_end;) {
    assert(at < bytes + size);
    out->end += read_length(&at);
    if (*at == 0xFF) {
      is_end = read_meta(&at, out);
    } else {
      assert(out->n < MAX_EVENTS && *at >= 0x80);
      Event* const event = &out->events[out->n++];
      event->tick = out->end;
      memcpy(event->message, at, 3);
      at += 3;
    }
  }
  assert(at == bytes + size);
}

static void
test_bytes(void)
{
  static const uint8_t wanted[] = {
      'M',  'T',  'h',  'd',  0,   0,   0,    6,    0,    0,  0,
      1,    0x03, 0xC0, 'M',  'T', 'r', 'k',  0,    0,    0,  0x1F,
      0,    0xFF, 0x03, 2,    'a', 'b', 0,    0xFF, 0x51, 3,  0x07,
      0xA1, 0x20, 0,    0xB0, 20,  64,  0x8F, 0x00, 0x90, 60, 100,
      0x87, 0x40, 0x80, 60,   0,   0,   0xFF, 0x2F, 0};
  Smf* const smf = smf_new(120.0, "ab");
  assert(smf);
  assert(smf_add(smf, 0.0, (const uint8_t[]){0xB0, 20, 64}));
  assert(smf_add(smf, 1.0, (const uint8_t[]){0x90, 60, 100})); // 1920 ticks
  assert(smf_add(smf, 1.5, (const uint8_t[]){0x80, 60, 0}));   // 960 more
  uint8_t* bytes = NULL;
  const size_t size = write_file(smf, 1.5, &bytes);
  assert(size == sizeof(wanted) && !memcmp(bytes, wanted, size));
  free(bytes);
  smf_free(smf);
}

/// Each event at its time to half a tick, in order, however long the pauses
static void
test_read_back(void)
{
  Random random = {11};
  for (int round = 0; round < 50; ++round) {
    const double bpm = (double)random_uniform(&random, 10.0f, 1000.0f);
    double times[MAX_EVENTS];
    uint8_t messages[MAX_EVENTS][3];
    const uint32_t n = random_below(&random, MAX_EVENTS);
    double time = 0.0;
    Smf* const smf = smf_new(bpm, "Earmark");
    assert(smf);
    for (uint32_t i = 0; i < n; ++i) {
      const double pause = pow(10.0, (double)random_uniform(&random, -3, 2.5f));
      time += random_below(&random, 3) ? pause : 0.0;
      times[i] = time;
      messages[i][0] = (uint8_t)(0x80u + random_below(&random, 64));
      messages[i][1] = (uint8_t)random_below(&random, 128);
      messages[i][2] = (uint8_t)random_below(&random, 128);
      assert(smf_add(smf, time, messages[i]));
    }
    uint8_t* bytes = NULL;
    Contents found;
    const size_t size = write_file(smf, time + 1.0, &bytes);
    parse(bytes, size, &found);
    assert(found.division == 960 && !strcmp(found.name, "Earmark"));
    assert(fabs(found.quarter_us - 6e7 / bpm) <= 0.5);
    const double tick = found.quarter_us / 960.0 * 1e-6; // Seconds
    assert(found.n == n);
    for (uint32_t i = 0; i < n; ++i) {
      assert(!memcmp(found.events[i].message, messages[i], 3));
      assert(fabs((double)found.events[i].tick * tick - times[i]) <=
             0.51 * tick);
    }
    assert(fabs((double)found.end * tick - time - 1.0) <= 0.51 * tick);
    free(bytes);
    smf_free(smf);
  }
}

/// Two days, with messages as dense as they are sent, at all tempos: no two
/// fall together, and no time needs more than 28 bits
static void
test_long(double bpm)
{
  const uint8_t message[] = {0xB0, 1, 2};
  const double day = 86400.0;
  const double times[] = {1.0, 1.02, 0.9 * day, 2.0 * day - 0.02, 2.0 * day};
  const uint32_t n = sizeof(times) / sizeof(times[0]);
  Contents found;
  uint8_t* bytes = NULL;
  Smf* const smf = smf_new(bpm, "long");
  for (uint32_t i = 0; i < n; ++i) {
    assert(smf && smf_add(smf, times[i], message));
  }
  const size_t size = write_file(smf, 2.0 * day + 1.0, &bytes);
  parse(bytes, size, &found);
  assert(found.n == n && found.end <= 0x0FFFFFFF);
  const double tick = found.quarter_us * 1e-6 / found.division; // Seconds
  for (uint32_t i = 0; i < n; ++i) {
    assert(fabs((double)found.events[i].tick * tick - times[i]) <= 0.51 * tick);
    assert(!i || found.events[i].tick > found.events[i - 1].tick);
  }
  assert(fabs((double)found.end * tick - 2.0 * day - 1.0) <= 0.51 * tick);
  free(bytes);
  smf_free(smf);
}

/// What no division makes fit is refused
static void
test_too_long(void)
{
  Error error = {""};
  Smf* const smf = smf_new(1000.0, "longer");
  FILE* const file = tmpfile();
  assert(smf && file && !smf_write(smf, 2e6, file, &error));
  assert(strstr(error.text, "too long") && !ftell(file));
  fclose(file);
  smf_free(smf);
}

int
main(void)
{
  RUN(test_bytes());
  RUN(test_read_back());
  RUN(test_long(10.0));
  RUN(test_long(120.0));
  RUN(test_long(174.0));
  RUN(test_long(1000.0));
  RUN(test_too_long());
  return 0;
}
