// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// With a level, tags do not care how loud the music is: from the start of a
// stream, after a change in its midst, after a pause with noise in it.  With a
// made-up network, and with the default one if it has a level.

#undef NDEBUG
#define _POSIX_C_SOURCE 200809L // base/clock.h

#include "engine/tagger.h"
#include "model/file/network_file.h"
#include "model/view.h"
#include "tests/support/random_network.h"
#include "tests/support/run.h"
#include "tests/support/signals.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RATE 44100u
#define SECONDS 16u
#define N_SAMPLES (SECONDS * RATE)
#define BLOCK 512u
#define MAX_UPDATES 100u
#define MAX_FRAMES 1000u

#define MEAN_LIMIT 0.005
#define LARGEST_LIMIT 0.1

static Network* network;
static float music[N_SAMPLES];
static float changed[N_SAMPLES];

/// All that the engine says of some audio
typedef struct {
  uint32_t n;
  double times[MAX_UPDATES];
  float tags[MAX_UPDATES][NETWORK_MAX_TAGS];
  float outputs[MAX_UPDATES][NETWORK_MAX_INPUTS];
  uint32_t n_frames;
  float gains[MAX_FRAMES];
} Result;

static Result wanted;
static Result got;

static void
take_frame(void* data, const Frame* frame)
{
  Result* const result = (Result*)data;
  assert(result->n_frames < MAX_FRAMES && frame->gain > 0.0f);
  result->gains[result->n_frames++] = frame->gain;
}

static void
hear(Tagger* tagger, const float* samples, Result* result)
{
  result->n = 0;
  result->n_frames = 0;
  tagger_on_frame(tagger, take_frame, result);
  for (uint32_t i = 0; i < N_SAMPLES; i += BLOCK) {
    const float* const channels[] = {samples + i};
    const uint32_t n = N_SAMPLES - i < BLOCK ? N_SAMPLES - i : BLOCK;
    tagger_push(tagger, channels, 1, n);
    tagger_work(tagger);
    bool is_new = false;
    const float* const probabilities = tagger_read(tagger, &is_new);
    if (is_new) {
      assert(result->n < MAX_UPDATES);
      view_merge(&network->views[0], probabilities, result->tags[result->n]);
      memcpy(result->outputs[result->n], probabilities,
             network->n_outputs * sizeof(float));
      result->times[result->n++] = tagger_time(tagger);
    }
  }
}

static Tagger*
new_tagger(void)
{
  Error error = {""};
  Tagger* const tagger = tagger_new(network, RATE, &error);
  assert(tagger);
  return tagger;
}

static void
hear_new(const float* samples, Result* result)
{
  Tagger* const tagger = new_tagger();
  hear(tagger, samples, result);
  tagger_free(tagger);
}

/// Does the tag say how loud it is?
static bool
means_level(const Tag* tag)
{
  for (uint32_t m = 0; m < tag->n_members; ++m) {
    for (uint32_t i = 0; i < network->n_level_outputs; ++i) {
      if (network->level_outputs[i].output == tag->members[m]) {
        return true;
      }
    }
  }
  return false;
}

/// All tags but those that mean the level, in all updates between two times
static void
compare(const char* what, double from, double to)
{
  const View* const view = &network->views[0];
  double sum = 0.0;
  double largest = 0.0;
  uint32_t n = 0;
  assert(got.n == wanted.n);
  for (uint32_t u = 0; u < got.n; ++u) {
    for (uint32_t t = 0; t < view->n_tags; ++t) {
      const double d = fabs((double)(got.tags[u][t] - wanted.tags[u][t]));
      if (got.times[u] >= from && got.times[u] < to &&
          !means_level(&view->tags[t])) {
        largest = fmax(largest, d);
        sum += d;
        ++n;
      }
    }
  }
  printf("  %s: apart by %.5f, at most %.5f\n", what, n ? sum / n : 0.0,
         largest);
  assert(n > 0 && sum / n <= MEAN_LIMIT && largest <= LARGEST_LIMIT);
}

static void
change(uint32_t from, uint32_t to, float factor)
{
  for (uint32_t i = 0; i < N_SAMPLES; ++i) {
    changed[i] = i >= from && i < to ? factor * music[i] : music[i];
  }
}

/// How much the logit of each output that means the level has changed
static void
check_level_outputs(double db)
{
  for (uint32_t i = 0; i < network->n_level_outputs; ++i) {
    const LevelOutput* const output = &network->level_outputs[i];
    for (uint32_t u = 0; u < got.n; ++u) {
      const double p = (double)wanted.outputs[u][output->output];
      const double q = (double)got.outputs[u][output->output];
      if (p > 0.001 && p < 0.999 && q > 0.001 && q < 0.999) {
        const double moved = log(q / (1.0 - q)) - log(p / (1.0 - p));
        assert(fabs(moved - (double)output->slope * db) < 0.5);
      }
    }
  }
}

static void
test_volume(void)
{
  static const double levels[] = {-6.0, -12.0, -20.0, 6.0};
  hear_new(music, &wanted);
  for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); ++i) {
    char what[32];
    snprintf(what, sizeof(what), "%+.0f dB", levels[i]);
    change(0, N_SAMPLES, powf(10.0f, (float)levels[i] / 20.0f));
    hear_new(changed, &got);
    compare(what, 0.0, SECONDS);
    check_level_outputs(levels[i]);
  }
}

/// Once the follower's window and the memory are past a change of volume, tags
/// are as they would be without it
static void
test_change(void)
{
  static const float factors[] = {0.1f, 10.0f};
  const double settled = 6.0 + (double)network->memory +
                         (double)network->front_end.level.seconds + 1.5;
  hear_new(music, &wanted);
  for (int i = 0; i < 2; ++i) {
    change(6 * RATE, N_SAMPLES, factors[i]);
    hear_new(changed, &got);
    compare(i ? "+20 dB after 6 s" : "-20 dB after 6 s", settled, SECONDS);
    compare("before", 0.0, 6.0);
  }
}

/// The gain stays as it was while there is next to nothing
static void
test_pause(void)
{
  const double rate = (double)network->front_end.rate / network->front_end.hop;
  change(6 * RATE, 8 * RATE, 0.0f);
  static float noise[2 * RATE];
  signal_noise(noise, 2 * RATE, 0.001f, 4);
  memcpy(changed + 6 * RATE, noise, sizeof(noise));
  hear_new(changed, &got);
  const uint32_t before = (uint32_t)(6.0 * rate) - 2;
  for (uint32_t i = before; i < (uint32_t)(8.0 * rate) - 1; ++i) {
    assert(fabs(20.0 * log10((double)(got.gains[i] / got.gains[before]))) <
           1.0);
  }
}

/// A new beginning forgets the level
static void
test_forget(void)
{
  Tagger* const tagger = new_tagger();
  hear_new(music, &wanted);
  change(0, N_SAMPLES, 10.0f);
  hear(tagger, changed, &got);
  tagger_reset(tagger);
  hear(tagger, music, &got);
  assert(got.n == wanted.n &&
         !memcmp(got.gains, wanted.gains, wanted.n_frames * sizeof(float)));
  for (uint32_t u = 0; u < got.n; ++u) {
    assert(!memcmp(got.outputs[u], wanted.outputs[u],
                   network->n_outputs * sizeof(float)));
  }
  hear(tagger, changed, &got);
  tagger_forget(tagger);
  hear(tagger, music, &got);
  assert(fabsf(got.gains[0] / wanted.gains[0] - 1.0f) < 0.05f);
  compare("forgotten", 0.0, SECONDS);
  tagger_free(tagger);
}

static void
test_network(void)
{
  printf("%s\n", network->name);
  RUN(test_volume());
  RUN(test_change());
  RUN(test_pause());
  RUN(test_forget());
}

int
main(void)
{
  NetworkShape shape = shape_default(PRECISION_INT8);
  shape.front_end.is_levelled = true;
  shape.front_end.level = shape_level();
  signal_music(music, N_SAMPLES, RATE);
  network = random_network_load(&shape, 1);
  test_network();
  network_free(network);

  Error error = {""};
  network = network_load(EARMARK_BUNDLE "network.safetensors", &error);
  assert(network);
  if (network->front_end.is_levelled) {
    test_network();
  } else {
    printf("the default network has no level: not tested\n");
  }
  network_free(network);
  return 0;
}
