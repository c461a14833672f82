// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// The mappings' CV outputs: levels that agree with the MIDI, smooth for
// controllers and at once for gates, whatever the blocks

#undef NDEBUG
#define _POSIX_C_SOURCE 200809L // base/clock.h

#include "engine/rule.h"
#include "tests/support/host/instance.h"
#include "tests/support/random.h"
#include "tests/support/run.h"

#include <lv2/atom/util.h>

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define RATE 48000u
#define LENGTH (6u * RATE)

static const uint32_t step = RATE / RULE_RATE; ///< Frames of a rule's step

static PluginHost* host;
static float levels[3][LENGTH];
static float gate[LENGTH];
static int said[LENGTH]; ///< The controller's value from that sample on
static int held[LENGTH]; ///< Whether the note is held

static Instance*
start(const char* uri)
{
  Instance* const self = instance_new(host, uri, RATE, FEATURES_PLAIN, NULL);
  assert(self);
  instance_activate(self);
  *instance_control(self, "freewheeling") = 1.0f;
  return self;
}

/// Noise, and silence in the middle
static void
fill(Instance* self, Random* random, uint32_t time, uint32_t n)
{
  for (uint32_t i = 0; i < n; ++i) {
    const bool quiet = time + i > LENGTH / 4 && time + i < LENGTH * 3 / 4;
    const float x = quiet ? 0.0f : random_uniform(random, -0.5f, 0.5f);
    for (uint32_t c = 0; c < self->n_channels; ++c) {
      self->in[c][i] = x;
    }
  }
}

static void
collect(const Instance* self, uint32_t time)
{
  LV2_ATOM_SEQUENCE_FOREACH(self->notify, event)
  {
    const uint8_t* const bytes = (const uint8_t*)(event + 1);
    const uint32_t at = time + (uint32_t)event->time.frames;
    for (uint32_t i = at; i < LENGTH; ++i) {
      if ((bytes[0] & 0xF0) == 0xB0) {
        said[i] = bytes[2];
      } else {
        held[i] = (bytes[0] & 0xF0) == 0x90;
      }
    }
  }
}

static void
play(Instance* self, uint32_t block, float* level)
{
  Random random = {1};
  memset(said, 0, sizeof(said));
  memset(held, 0, sizeof(held));
  for (uint32_t time = 0; time < LENGTH; time += block) {
    const uint32_t n = LENGTH - time < block ? LENGTH - time : block;
    fill(self, &random, time, n);
    instance_run(self, n);
    collect(self, time);
    memcpy(level + time, self->cv[0], n * sizeof(float));
    memcpy(gate + time, self->cv[1], n * sizeof(float));
    for (uint32_t i = 0; i < n; ++i) {
      assert(self->cv[2][i] == 0.0f && self->cv[3][i] == 0.0f); // Unused
    }
    assert(!memcmp(self->in[0], self->out[0], n * sizeof(float)));
  }
}

static void
check_levels(const float* level)
{
  bool has_moved = false;
  for (uint32_t i = 0; i < LENGTH; ++i) {
    assert(level[i] >= 0.0f && level[i] <= 1.0f);
    // The level arrives one step after the message, and is not rounded
    if (i % step == 0 && i >= step) {
      assert(fabsf(127.0f * level[i - 1] - (float)said[i - step]) < 0.6f);
    }
    const float change = i ? fabsf(level[i] - level[i - 1]) : 0.0f;
    assert(change < 1.01f / (float)step); // A straight line
    has_moved = has_moved || level[i] > 0.5f;
    assert(gate[i] == (held[i] ? 100.0f / 127.0f : 0.0f));
  }
  assert(has_moved);
}

static void
test_levels(void)
{
  static const char* const uris[] = {"urn:earmark:stereo-cv",
                                     "urn:earmark:mono-cv"};
  static const uint32_t blocks[] = {1024, 37, 8191};
  for (unsigned u = 0; u < 2; ++u) {
    for (unsigned b = 0; b < 3; ++b) {
      Instance* const self = start(uris[u]);
      *instance_control(self, "map1_tag") = instance_tag(self, "silence");
      *instance_control(self, "memory") = 1.0f;
      *instance_control(self, "map1_smoothing") = 0.1f;
      *instance_control(self, "map2_tag") = instance_tag(self, "silence");
      *instance_control(self, "map2_kind") = 2.0f;
      *instance_control(self, "map2_high") = 100.0f;
      *instance_control(self, "map2_from") = 0.3f;
      *instance_control(self, "map2_to") = 0.5f;
      play(self, blocks[b], levels[b]);
      check_levels(levels[b]);
      assert(fabsf(levels[0][LENGTH - 1] - levels[b][LENGTH - 1]) < 1e-3f);
      instance_free(self);
    }
  }
}

/// Without buffers, and with the audio's own
static void
test_buffers(void)
{
  Instance* const self = start("urn:earmark:mono-cv");
  const uint32_t first = self->n_ports - 4;
  float* const shared = self->in[0];
  Random random = {5};
  static float before[512];
  for (uint32_t i = 0; i < 4; ++i) {
    self->descriptor->connect_port(self->handle, first + i, NULL);
  }
  instance_run(self, 512);
  self->descriptor->connect_port(self->handle, first, shared);
  for (int k = 0; k < 20; ++k) {
    for (uint32_t i = 0; i < 512; ++i) {
      before[i] = shared[i] = random_uniform(&random, -1.0f, 1.0f);
    }
    instance_run(self, 512);
    assert(!memcmp(self->out[0], before, sizeof(before)));
  }
  instance_free(self);
}

int
main(void)
{
  host = host_new();
  assert(host);
  RUN(test_levels());
  RUN(test_buffers());
  host_free(host);
  return 0;
}
