// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#undef NDEBUG

#include "tests/support/host/player.h"

#include "plugin/ports.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

void
player_fill(Instance* self, Random* random, uint32_t n)
{
  for (uint32_t c = 0; c < self->n_channels; ++c) {
    const float loudness = random_uniform(random, 0.0f, 1.0f);
    for (uint32_t i = 0; i < n; ++i) {
      self->in[c][i] = loudness * random_uniform(random, -1.0f, 1.0f);
    }
  }
}

Instance*
player_start(PluginHost* host,
             const char* uri,
             double rate,
             FeatureSet features)
{
  Instance* const self = instance_new(host, uri, rate, features, NULL);
  assert(self);
  instance_activate(self);
  return self;
}

void
player_check_outputs(const Instance* self)
{
  static float minima[512];
  static float maxima[512];
  assert(self->n_ports <= 512);
  lilv_plugin_get_port_ranges_float(self->plugin, minima, maxima, NULL);
  for (uint32_t i = 0; i < self->n_ports; ++i) {
    if (self->is_output[i]) {
      assert(self->controls[i] >= minima[i]);
      assert(self->controls[i] <= maxima[i]);
    }
  }
}

void
player_check_passed(const Instance* self, uint32_t n)
{
  for (uint32_t c = 0; c < self->n_channels; ++c) {
    assert(!memcmp(self->in[c], self->out[c], n * sizeof(float)));
  }
}

void
player_play(
    Instance* self, Random* random, double rate, double seconds, uint32_t n)
{
  const uint32_t n_blocks = (uint32_t)ceil(seconds * rate / n);
  for (uint32_t i = 0; i < n_blocks; ++i) {
    player_fill(self, random, n);
    instance_run(self, n);
    player_check_passed(self, n);
    player_check_outputs(self);
  }
}

float
player_sum_of_tags(const Instance* self)
{
  float sum = 0.0f;
  for (uint32_t i = 0; i < self->n_tags; ++i) {
    sum += self->controls[ports_tag_index(self->n_channels, i)];
  }
  return sum;
}

void
player_tags_of(Instance* self, double rate, uint32_t block, float* tags)
{
  Random random = {7};
  *instance_control(self, "freewheeling") = 1.0f;
  // An update is due after 2.99 s: at 3.0 s it might have come, or not yet
  const uint32_t total = (uint32_t)(3.1 * rate);
  float* const noise = (float*)calloc(total, sizeof(float));
  for (uint32_t i = 0; i < total; ++i) {
    noise[i] = random_uniform(&random, -1.0f, 1.0f);
  }
  for (uint32_t i = 0; i < total; i += block) {
    const uint32_t n = total - i < block ? total - i : block;
    for (uint32_t c = 0; c < self->n_channels; ++c) {
      memcpy(self->in[c], noise + i, n * sizeof(float));
    }
    instance_run(self, n);
  }
  free(noise);
  player_check_outputs(self);
  const uint32_t first = ports_tag_index(self->n_channels, 0);
  memcpy(tags, self->controls + first, (self->n_ports - first) * sizeof(float));
}
