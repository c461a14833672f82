// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// MIDI at the plugin's notify port: what the tags' ports say, at the right
// times, whatever the blocks; notes end

#undef NDEBUG
#define _POSIX_C_SOURCE 200809L // base/clock.h

#include "engine/rule.h"
#include "tests/support/host/instance.h"
#include "tests/support/random.h"
#include "tests/support/run.h"

#include <lv2/atom/util.h>

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STEREO "urn:earmark:stereo"
#define RATE 48000.0
#define MAX_EVENTS 4096u

/// A message, and when it came, in samples since the start
typedef struct {
  uint64_t time;
  uint8_t bytes[3];
} Event;

/// All that a plugin has said
typedef struct {
  uint64_t time;
  uint32_t n;
  Event events[MAX_EVENTS];
} Log;

static PluginHost* host;
static Log one;
static Log other;

static void
collect(Log* log, const Instance* self, uint32_t n_frames)
{
  int64_t last = 0;
  LV2_ATOM_SEQUENCE_FOREACH(self->notify, event)
  {
    assert(event->body.size == 3 && log->n < MAX_EVENTS);
    assert(event->time.frames >= last && event->time.frames < n_frames);
    last = event->time.frames;
    Event* const place = &log->events[log->n++];
    place->time = log->time + (uint64_t)last;
    memcpy(place->bytes, event + 1, 3);
  }
  log->time += n_frames;
}

/// Noise that swells; the same for every instance
static void
fill(Instance* self, Random* random, uint64_t time, uint32_t n)
{
  for (uint32_t i = 0; i < n; ++i) {
    const double seconds = (double)(time + i) / RATE;
    const float level = (float)(0.3 + 0.3 * sin(2.0 * seconds));
    const float x = level * random_uniform(random, -1.0f, 1.0f);
    self->in[0][i] = x;
    self->in[1][i] = x;
  }
}

static void
play(Log* log, Instance* self, Random* random, double seconds, uint32_t block)
{
  const uint64_t end = log->time + (uint64_t)(seconds * RATE);
  while (log->time < end) {
    const uint32_t n =
        end - log->time < block ? (uint32_t)(end - log->time) : block;
    fill(self, random, log->time, n);
    instance_run(self, n);
    collect(log, self, n);
  }
}

static Instance*
start(void)
{
  Instance* const self = instance_new(host, STEREO, RATE, FEATURES_PLAIN, NULL);
  assert(self);
  instance_activate(self);
  *instance_control(self, "freewheeling") = 1.0f;
  return self;
}

/// The same whatever the blocks, at multiples of the mappings' step, never the
/// same value twice, and in the end what the tag's port says
static void
test_controller(void)
{
  static const uint32_t blocks[] = {64, 1024, 8191};
  for (unsigned i = 0; i < 3; ++i) {
    Random random = {1};
    Instance* const self = start();
    *instance_control(self, "map1_tag") = instance_tag(self, "silence");
    *instance_control(self, "map3_tag") = instance_tag(self, "relaxing");
    *instance_control(self, "map3_channel") = 5.0f;
    *instance_control(self, "map3_number") = 33.0f;
    *instance_control(self, "map3_smoothing") = 0.0f;
    Log* const log = i ? &other : &one;
    memset(log, 0, sizeof(*log));
    play(log, self, &random, 8.0, blocks[i]);
    assert(log->n > 4);

    int last[2] = {-1, -1};
    for (uint32_t k = 0; k < log->n; ++k) {
      const Event* const event = &log->events[k];
      const bool third = event->bytes[0] == 0xB4;
      assert(third ? event->bytes[1] == 33
                   : event->bytes[0] == 0xB0 && event->bytes[1] == 20);
      assert(event->bytes[2] < 128 && event->bytes[2] != last[third]);
      assert(event->time % (uint64_t)(RATE / RULE_RATE) == 0);
      last[third] = event->bytes[2];
    }
    const float tag = *instance_control(self, "relaxing");
    assert(abs(last[1] - (int)lrintf(127.0f * tag)) <= 1);
    instance_free(self);
  }
}

/// Longer than the memory
static void
play_silence(Log* log, Instance* self)
{
  for (unsigned i = 0; i < 40; ++i) {
    memset(self->in[0], 0, HOST_MAX_BLOCK * sizeof(float));
    memset(self->in[1], 0, HOST_MAX_BLOCK * sizeof(float));
    instance_run(self, HOST_MAX_BLOCK);
    collect(log, self, HOST_MAX_BLOCK);
  }
}

/// The newest value of a controller, or velocity of a note; -1 if there is none
static int
last_of(const Log* log, uint8_t status, uint8_t number)
{
  int value = -1;
  for (uint32_t i = 0; i < log->n; ++i) {
    const uint8_t* const bytes = log->events[i].bytes;
    value = bytes[0] == status && bytes[1] == number ? bytes[2] : value;
  }
  return value;
}

/// A note begins and ends, also when its mapping becomes another or the plugin
/// is bypassed
static void
test_notes(void)
{
  Random random = {2};
  Instance* const self = start();
  memset(&one, 0, sizeof(one));
  *instance_control(self, "map2_tag") = instance_tag(self, "silence");
  *instance_control(self, "map2_kind") = 2.0f;
  *instance_control(self, "map2_number") = 61.0f;
  *instance_control(self, "map2_high") = 99.0f;
  *instance_control(self, "map2_from") = 0.4f;
  *instance_control(self, "map2_to") = 0.5f;
  play(&one, self, &random, 3.0, 512);
  assert(!one.n); // It is not silent

  play_silence(&one, self);
  assert(one.n == 1);
  const uint8_t begin[] = {0x90, 61, 99};
  assert(!memcmp(one.events[0].bytes, begin, 3));

  *instance_control(self, "map2_number") = 62.0f;
  instance_run(self, 2048);
  collect(&one, self, 2048);
  assert(one.n == 3); // The old one ends, the new one begins
  assert(one.events[1].bytes[0] == 0x80 && one.events[1].bytes[1] == 61);
  assert(one.events[2].bytes[0] == 0x90 && one.events[2].bytes[1] == 62);

  *instance_control(self, "map2_tag") = 0.0f;
  instance_run(self, 2048);
  collect(&one, self, 2048);
  assert(one.n == 4 && one.events[3].bytes[0] == 0x80);
  assert(one.events[3].bytes[1] == 62);
  instance_free(self);
}

/// A group's leader is said by its number in the group, and by a note; a scale
/// as a tag is
static void
test_groups(void)
{
  Random random = {5};
  Instance* const self = start();
  memset(&one, 0, sizeof(one));
  const float first = (float)self->n_tags + 1.0f; // Scales, then groups
  *instance_control(self, "map1_tag") = first;
  *instance_control(self, "map1_smoothing") = 0.0f;
  *instance_control(self, "map2_tag") = first + 2.0f + 6.0f; // Content
  *instance_control(self, "map3_tag") = first + 2.0f + 6.0f;
  *instance_control(self, "map3_kind") = 2.0f;
  *instance_control(self, "map3_number") = 60.0f;
  play(&one, self, &random, 6.0, 512);
  const float before = *instance_control(self, "energy");
  assert(before > 0.0f && last_of(&one, 0xB0, 20) > 0);
  assert(abs(last_of(&one, 0xB0, 20) - (int)lrintf(127.0f * before)) <= 1);
  assert(*instance_control(self, "strongest_content") == 0.0f);
  assert(last_of(&one, 0xB0, 21) == 0 && last_of(&one, 0x90, 62) < 0);

  play_silence(&one, self); // Music, speech, silence: number 3
  const float silence = instance_tag(self, "silence");
  assert(*instance_control(self, "strongest_content") == silence);
  assert(*instance_control(self, "strongest_content_probability") > 0.99f);
  assert(last_of(&one, 0xB0, 21) == 3 && last_of(&one, 0x90, 62) == 127);
  assert(*instance_control(self, "energy") < 0.01f);
  assert(fabsf(*instance_control(self, "valence") - 0.5f) < 0.01f);
  play(&one, self, &random, 6.0, 512);
  assert(*instance_control(self, "strongest_content") == 0.0f);
  assert(last_of(&one, 0xB0, 21) == 0 && last_of(&one, 0x80, 62) >= 0);
  instance_free(self);
}

/// Any values at the ports give no more than valid MIDI
static void
test_any_values(void)
{
  static const float values[] = {NAN,  -1e30f, 1e30f, 0.0f,  0.5f,
                                 1.0f, 3.7f,   17.0f, 63.0f, 66.0f};
  static const char* const fields[] = {"tag",   "kind",     "channel", "number",
                                       "low",   "high",     "from",    "to",
                                       "curve", "smoothing"};
  Random random = {3};
  Instance* const self = start();
  memset(&one, 0, sizeof(one));
  for (unsigned i = 0; i < 400; ++i) {
    char symbol[32];
    snprintf(symbol, sizeof(symbol), "map%u_%s", 1 + random_below(&random, 4),
             fields[random_below(&random, 10)]);
    *instance_control(self, symbol) = values[random_below(&random, 10)];
    one.n = 0;
    play(&one, self, &random, 0.05, 700);
    for (uint32_t k = 0; k < one.n; ++k) {
      const uint8_t* const bytes = one.events[k].bytes;
      assert(bytes[0] >= 0x80 && bytes[0] < 0xC0);
      assert(bytes[1] < 128 && bytes[2] < 128);
    }
  }
  instance_free(self);
}

int
main(void)
{
  host = host_new();
  assert(host);
  RUN(test_controller());
  RUN(test_notes());
  RUN(test_groups());
  RUN(test_any_values());
  host_free(host);
  return 0;
}
