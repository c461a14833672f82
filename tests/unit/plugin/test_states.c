// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// The plugins from activation to bypass, in a host that does what packaged
// hosts do not; and the floating-point mode that they leave

#undef NDEBUG
#define _POSIX_C_SOURCE 200809L

#include "base/denormals.h"
#include "plugin/ports.h"
#include "tests/support/host/player.h"
#include "tests/support/run.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#define STEREO "urn:earmark:stereo"
#define MONO "urn:earmark:mono"

static PluginHost* host;

static void
test_bypass(void)
{
  Random random = {5};
  Instance* const self = player_start(host, STEREO, 48e3, FEATURES_PLAIN);
  *instance_control(self, "freewheeling") = 1.0f;
  player_play(self, &random, 48e3, 3.0, 1024);
  assert(player_sum_of_tags(self) > 0.0f);

  *instance_control(self, "enabled") = 0.0f;
  player_play(self, &random, 48e3, 0.1, 1024); // Passes on
  assert(player_sum_of_tags(self) == 0.0f);
  assert(*instance_control(self, "top_tag") == 0.0f);
  assert(*instance_control(self, "top_probability") == 0.0f);

  // Then as a new instance, but for rounding: only activate() may start over
  float tags[512];
  float expected[512];
  *instance_control(self, "enabled") = 1.0f;
  player_tags_of(self, 48e3, 1024, tags);
  instance_free(self);
  Instance* const other = player_start(host, STEREO, 48e3, FEATURES_PLAIN);
  player_tags_of(other, 48e3, 1024, expected);
  for (uint32_t i = 0; i < other->n_tags; ++i) {
    assert(fabsf(tags[i] - expected[i]) < 0.01f);
  }
  instance_free(other);
}

static void
test_activation_cycles(void)
{
  float expected[512] = {0.0f};
  float tags[512] = {0.0f};
  for (FeatureSet set = FEATURES_NULL; set <= FEATURES_WORKER; ++set) {
    Instance* const self = instance_new(host, MONO, 44100, set, NULL);
    const uint32_t n_tags = self->n_ports - ports_tag_index(1, 0);
    for (uint32_t i = 0; i < 5; ++i) {
      instance_activate(self);
      player_tags_of(self, 44100, 1024, i ? tags : expected);
      assert(!i || !memcmp(tags, expected, n_tags * sizeof(float)));
      instance_deactivate(self);
    }
    instance_activate(self);
    instance_deactivate(self); // Without a run
    instance_free(self);
  }
}

/// Some hosts never call activate()
static void
test_without_activation(void)
{
  Random random = {6};
  Instance* const self = instance_new(host, STEREO, 48e3, FEATURES_NULL, NULL);
  player_play(self, &random, 48e3, 3.0, 1024);
  assert(player_sum_of_tags(self) > 0.0f);
  instance_free(self);
}

static void
test_floating_point_mode(void)
{
  Random random = {13};
  Instance* const self = player_start(host, STEREO, 48e3, FEATURES_WORKER);
  atomic_store(&self->worker.mode, WORKER_INLINE);
  const Denormals before = denormals_mode();
  const Denormals modes[] = {before, denormals_flush()};
  denormals_restore(before);
  for (uint32_t i = 0; i < 2; ++i) {
    player_fill(self, &random, 8192);
    denormals_restore(modes[i]);
    for (uint32_t run = 0; run < 20; ++run) {
      instance_run(self, 8192);
      assert(denormals_mode() == modes[i]);
    }
    denormals_restore(before);
  }
  instance_free(self);
}

int
main(void)
{
  host = host_new();
  RUN(test_bypass());
  RUN(test_activation_cycles());
  RUN(test_without_activation());
  RUN(test_floating_point_mode());
  host_free(host);
  return 0;
}
