// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// Settings restored while the plugin runs, as a host does with a preset or a
// session's state: the audio has no glitch, nothing is lost, and what is set
// takes effect

#undef NDEBUG
#define _POSIX_C_SOURCE 200809L // base/clock.h

#include "tests/support/host/instance.h"
#include "tests/support/host/player.h"
#include "tests/support/random.h"
#include "tests/support/run.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

#define RATE 48000.0
#define BLOCK 512u

/// A setting of a state
typedef struct {
  const char* symbol;
  float value;
} Setting;

#define N_SETTINGS 8u

static const Setting states[3][N_SETTINGS] = {{{"memory", 1.0f},
                                               {"smoothing", 0.2f},
                                               {"threshold", 0.3f},
                                               {"hysteresis", 0.05f},
                                               {"map1_tag", 1.0f},
                                               {"map1_kind", 0.0f},
                                               {"hidden_groups", 0.0f},
                                               {"pinned_groups", 4.0f}},
                                              {{"memory", 30.0f},
                                               {"smoothing", 10.0f},
                                               {"threshold", 0.0f},
                                               {"hysteresis", 0.5f},
                                               {"map1_tag", 3.0f},
                                               {"map1_kind", 2.0f},
                                               {"hidden_groups", 7.0f},
                                               {"pinned_groups", 0.0f}},
                                              {{"memory", 0.1f},
                                               {"smoothing", 0.0f},
                                               {"threshold", 1.0f},
                                               {"hysteresis", 0.0f},
                                               {"map1_tag", 0.0f},
                                               {"map1_kind", 1.0f},
                                               {"hidden_groups", 1.0f},
                                               {"pinned_groups", 1.0f}}};

static void
restore(Instance* self, const Setting* state)
{
  for (uint32_t i = 0; i < N_SETTINGS; ++i) {
    *instance_control(self, state[i].symbol) = state[i].value;
  }
}

static void
check_block(Instance* self, float (*played)[BLOCK])
{
  for (uint32_t c = 0; c < 2; ++c) {
    assert(!memcmp(self->out[c], played[c], BLOCK * sizeof(float)));
  }
  player_check_outputs(self);
  if (*instance_control(self, "freewheeling") > 0.0f) { // Else we are too fast
    assert(*instance_control(self, "dropped") == 0.0f);
  }
}

static void
test_running(FeatureSet features, float freewheeling)
{
  Random random = {11};
  PluginHost* const host = host_new();
  Instance* const self =
      instance_new(host, "urn:earmark:stereo", RATE, features, NULL);
  assert(self);
  instance_activate(self);
  *instance_control(self, "freewheeling") = freewheeling;
  bool has_top = false;
  for (uint32_t block = 0; block < 600; ++block) {
    static float played[2][BLOCK];
    for (uint32_t c = 0; c < 2; ++c) {
      for (uint32_t i = 0; i < BLOCK; ++i) {
        played[c][i] = random_uniform(&random, -1.0f, 1.0f);
      }
      memcpy(self->in[c], played[c], sizeof(played[c]));
    }
    if (block % 50 == 0) {
      restore(self, states[block / 50 % 3]);
    }
    instance_run(self, BLOCK);
    check_block(self, played);

    // The threshold of the second state lets any tag be the top tag, and that
    // of the third none
    const uint32_t state = block / 50 % 3;
    const float top = *instance_control(self, "top_tag");
    has_top = has_top || (state == 1 && top > 0.0f);
    assert(state != 2 || block % 50 < 2 || top == 0.0f);
  }
  assert(has_top || freewheeling == 0.0f);
  instance_free(self);
  host_free(host);
}

int
main(void)
{
  RUN(test_running(FEATURES_PLAIN, 1.0f));
  RUN(test_running(FEATURES_WORKER, 0.0f));
  return 0;
}
