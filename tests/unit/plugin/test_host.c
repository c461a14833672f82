// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// The plugins in a host that tries what packaged hosts do not: any buffers,
// blocks, rates and audio

#undef NDEBUG
#define _POSIX_C_SOURCE 200809L

#include "plugin/ports.h"
#include "tests/support/host/player.h"
#include "tests/support/run.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STEREO "urn:earmark:stereo"
#define MONO "urn:earmark:mono"

static PluginHost* host;

/// Any port at all may be without a buffer
static void
test_null_ports(void)
{
  for (uint32_t p = 0; p < 2; ++p) {
    Random random = {1};
    Instance* const self =
        player_start(host, host->get_descriptor(p)->URI, 48e3, FEATURES_WORKER);
    player_fill(self, &random, 512);
    for (uint32_t i = 0; i < self->n_ports; ++i) {
      self->descriptor->connect_port(self->handle, i, NULL);
      instance_run(self, 512);
    }
    self->descriptor->connect_port(self->handle, self->n_ports, NULL);
    *instance_control(self, "freewheeling") = 1.0f;
    for (uint32_t i = 0; i < 200; ++i) {
      instance_run(self, 512);
    }
    instance_free(self);
  }
}

static void
test_null_input_is_silence(void)
{
  Instance* const self = player_start(host, STEREO, 48e3, FEATURES_PLAIN);
  self->descriptor->connect_port(self->handle, 0, NULL);
  self->out[0][0] = self->out[0][63] = 1.0f;
  instance_run(self, 64);
  assert(self->out[0][0] == 0.0f && self->out[0][63] == 0.0f);
  instance_free(self);
}

static void
test_block_sizes(void)
{
  static const uint32_t blocks[] = {1, 31, 64, 1024, 8192};
  float expected[512];
  float tags[512];
  Instance* const reference = player_start(host, STEREO, 48e3, FEATURES_PLAIN);
  const uint32_t n_tags =
      reference->n_ports - ports_tag_index(reference->n_channels, 0);
  player_tags_of(reference, 48e3, 4096, expected);
  instance_free(reference);

  for (uint32_t i = 0; i < sizeof(blocks) / sizeof(blocks[0]); ++i) {
    Instance* const self = player_start(host, STEREO, 48e3, FEATURES_WORKER);
    player_tags_of(self, 48e3, blocks[i], tags);
    assert(!memcmp(tags, expected, n_tags * sizeof(float)));
    assert(*instance_control(self, "dropped") == 0.0f);
    instance_free(self);
  }
}

/// Outputs are right after run(0), and after no other run
static void
test_empty_block(void)
{
  Random random = {2};
  Instance* const self = player_start(host, STEREO, 48e3, FEATURES_PLAIN);
  for (uint32_t i = 0; i < self->n_ports; ++i) {
    if (self->is_output[i]) {
      self->controls[i] = NAN;
    }
  }
  instance_run(self, 0);
  player_check_outputs(self);
  assert(player_sum_of_tags(self) == 0.0f);
  assert(*instance_control(self, "top_tag") == 0.0f);

  *instance_control(self, "freewheeling") = 1.0f;
  player_play(self, &random, 48e3, 3.0, 1000);
  const float sum = player_sum_of_tags(self);
  assert(sum > 0.0f);
  memset(self->controls + ports_tag_index(2, 0), 0x7F, sizeof(float));
  instance_run(self, 0);
  assert(player_sum_of_tags(self) == sum);
  instance_free(self);
}

static void
test_rates(void)
{
  static const double rates[] = {8000,   11025, 16000, 22050,  32000,
                                 44100,  48000, 50001, 88200,  96000,
                                 176400, 192e3, 384e3, 47952.5};
  static const double wrong[] = {0, -1, 7999, 384001, HUGE_VAL, -HUGE_VAL};
  for (uint32_t i = 0; i < sizeof(rates) / sizeof(rates[0]); ++i) {
    float tags[512];
    Instance* const self = player_start(host, STEREO, rates[i], FEATURES_PLAIN);
    player_tags_of(self, rates[i], 1024, tags);
    assert(player_sum_of_tags(self) > 0.0f);
    instance_free(self);
  }
  for (uint32_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); ++i) {
    host->log[0] = '\0';
    assert(!instance_new(host, STEREO, wrong[i], FEATURES_PLAIN, NULL));
    assert(strstr(host->log, "rate"));
    assert(!instance_new(host, STEREO, wrong[i], FEATURES_NULL, NULL));
  }
}

/// NaN, infinities, denormals and huge samples go through, not to the tags
static void
test_bad_audio(void)
{
  static const uint32_t bits[] = {0x7FC00000, 0x7F800001, 0xFFFFFFFF,
                                  0x7F800000, 0xFF800000, 0x00000001,
                                  0x807FFFFF, 0x7F7FFFFF, 0xFF7FFFFF};
  const uint32_t n_bits = sizeof(bits) / sizeof(bits[0]);
  for (uint32_t kind = 0; kind <= n_bits; ++kind) {
    Random random = {kind};
    Instance* const self = player_start(host, STEREO, 48e3, FEATURES_PLAIN);
    for (uint32_t block = 0; block < 150; ++block) {
      for (uint32_t i = 0; i < 1024; ++i) {
        const uint32_t of =
            kind < n_bits ? kind : random_below(&random, n_bits);
        memcpy(&self->in[0][i], &bits[of], sizeof(float));
        memcpy(&self->in[1][i], &bits[of], sizeof(float));
      }
      instance_run(self, 1024);
      player_check_passed(self, 1024);
      player_check_outputs(self);
    }

    // And the tags recover: after the memory they are those of the new audio
    player_play(self, &random, 48e3, 2.0, 1024);
    assert(player_sum_of_tags(self) > 0.0f);
    instance_free(self);
  }
}

static void
test_in_place(void)
{
  Random random = {3};
  Instance* const self = player_start(host, STEREO, 48e3, FEATURES_PLAIN);
  static float copy[2][HOST_MAX_BLOCK];
  for (uint32_t c = 0; c < 2; ++c) {
    self->descriptor->connect_port(self->handle, 2 + c, self->in[c]);
  }
  for (uint32_t i = 0; i < 100; ++i) {
    player_fill(self, &random, 777);
    memcpy(copy[0], self->in[0], sizeof(copy[0]));
    memcpy(copy[1], self->in[1], sizeof(copy[1]));
    instance_run(self, 777);
    assert(!memcmp(copy[0], self->in[0], sizeof(copy[0])));
    assert(!memcmp(copy[1], self->in[1], sizeof(copy[1])));
  }
  instance_free(self);
}

/// Four bytes that say nothing useful, or one buffer for all atom ports
static void
test_odd_atom_buffers(void)
{
  Random random = {4};
  static const uint32_t claims[] = {0, 1, 4, 7};
  for (uint32_t i = 0; i < sizeof(claims) / sizeof(claims[0]); ++i) {
    Instance* const self = player_start(host, STEREO, 48e3, FEATURES_PLAIN);
    uint32_t* const tiny = (uint32_t*)malloc(sizeof(uint32_t)); // For ASan
    assert(tiny);
    *tiny = claims[i];
    self->descriptor->connect_port(self->handle, ports_index(2, PORT_CONTROL),
                                   tiny);
    self->descriptor->connect_port(self->handle, ports_index(2, PORT_NOTIFY),
                                   tiny);
    player_play(self, &random, 48e3, 0.3, 256);
    assert(*tiny == claims[i]);
    free(tiny);
    instance_free(self);
  }

  Instance* const self = player_start(host, STEREO, 48e3, FEATURES_PLAIN);
  self->descriptor->connect_port(self->handle, ports_index(2, PORT_CONTROL),
                                 self->notify);
  player_play(self, &random, 48e3, 0.3, 256);
  assert(self->notify->atom.size == sizeof(LV2_Atom_Sequence_Body));
  instance_free(self);
}

int
main(void)
{
  host = host_new();
  RUN(test_null_ports());
  RUN(test_null_input_is_silence());
  RUN(test_block_sizes());
  RUN(test_empty_block());
  RUN(test_rates());
  RUN(test_bad_audio());
  RUN(test_in_place());
  RUN(test_odd_atom_buffers());
  host_free(host);
  return 0;
}
