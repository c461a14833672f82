// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// The engine as a whole: block sizes, channels, rates, bad audio, full ring,
// reset, memory

#undef NDEBUG
#define _POSIX_C_SOURCE 200809L

#include "engine/tagger.h"
#include "model/file/network_file.h"
#include "tests/support/random.h"
#include "tests/support/random_network.h"
#include "tests/support/run.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define RATE 48000u
#define N_SAMPLES (5u * RATE)
#define MAX_UPDATES 64u

static Network* network;
static float audio[N_SAMPLES];

typedef struct {
  uint32_t n;
  double times[MAX_UPDATES];
  float* probabilities[MAX_UPDATES];
} Updates;

static void
make_audio(void)
{
  Random random = {1};
  for (uint32_t i = 0; i < N_SAMPLES; ++i) {
    const float swell = 0.5f - 0.5f * cosf((float)i * 0.0002f);
    audio[i] = 0.3f * swell * random_uniform(&random, -1.0f, 1.0f);
  }
}

static Tagger*
new_tagger(double rate)
{
  Error error = {""};
  Tagger* const tagger = tagger_new(network, rate, &error);
  assert(tagger && !error.text[0]);
  return tagger;
}

/// Push all the audio in blocks of at most `block`, note every update
static void
collect(Tagger* tagger,
        const float* const* channels,
        uint32_t n_channels,
        uint32_t block,
        Updates* updates)
{
  updates->n = 0;
  for (uint32_t i = 0; i < N_SAMPLES; i += block) {
    const uint32_t n = N_SAMPLES - i < block ? N_SAMPLES - i : block;
    const float* at[2] = {NULL, NULL};
    for (uint32_t c = 0; c < n_channels; ++c) {
      at[c] = channels[c] ? channels[c] + i : NULL;
    }
    bool is_new = false;
    tagger_push(tagger, at, n_channels, n);
    const uint32_t made = tagger_work(tagger);
    const float* const probabilities = tagger_read(tagger, &is_new);
    assert(made <= 1 && is_new == (made == 1));
    if (is_new) {
      assert(updates->n < MAX_UPDATES);
      const size_t size = network->n_outputs * sizeof(float);
      float* const copy = (float*)malloc(size);
      assert(copy);
      memcpy(copy, probabilities, size);
      updates->times[updates->n] = tagger_time(tagger);
      updates->probabilities[updates->n++] = copy;
    }
  }
  assert(!tagger_dropped(tagger));
}

static void
free_updates(Updates* updates)
{
  for (uint32_t i = 0; i < updates->n; ++i) {
    free(updates->probabilities[i]);
  }
}

static float
largest_difference(const Updates* a, const Updates* b)
{
  float largest = 0.0f;
  assert(a->n == b->n && a->n > 0);
  for (uint32_t i = 0; i < a->n; ++i) {
    for (uint32_t o = 0; o < network->n_outputs; ++o) {
      const float d = fabsf(a->probabilities[i][o] - b->probabilities[i][o]);
      largest = d > largest ? d : largest;
    }
  }
  return largest;
}

/// Frames until the first level of the shortest branch has a whole window
static uint32_t
warm_up(void)
{
  uint32_t least = UINT32_MAX;
  for (uint32_t i = 0; i < network->n_branches; ++i) {
    const BranchSpec* const branch = &network->branches[i];
    const Level* const level = &branch->levels[0];
    const uint32_t n =
        (level->window - 1) * level->stride + level->length + level->pool - 1;
    least = n < least ? n : least;
  }
  const uint32_t longest = network->timbre.frames; // Of the banks, if any
  return least + (longest ? longest - 1 : 0);
}

static void
test_blocks(void)
{
  const float* const mono[] = {audio};
  const uint32_t blocks[] = {1, 64, 1023, 1024, 8192};
  Updates wanted;
  Tagger* tagger = new_tagger(RATE);
  collect(tagger, mono, 1, 512, &wanted);
  tagger_free(tagger);

  // An update every 8 frames, the first when the shortest branch has its first
  // features
  const uint32_t n_left_out = (warm_up() - 1) / 8;
  assert(n_left_out > 0 && wanted.n == 26 - n_left_out);
  for (uint32_t i = 0; i < wanted.n; ++i) {
    const double samples = (8.0 * (n_left_out + i + 1) - 1.0) * 512.0 + 1024.0;
    assert(fabs(wanted.times[i] - samples / 22050.0) < 1e-9);
  }

  for (uint32_t b = 0; b < sizeof(blocks) / sizeof(blocks[0]); ++b) {
    Updates got;
    tagger = new_tagger(RATE);
    collect(tagger, mono, 1, blocks[b], &got);
    assert(largest_difference(&got, &wanted) == 0.0f);
    free_updates(&got);
    tagger_free(tagger);
  }
  free_updates(&wanted);
}

static void
test_channels(void)
{
  static float half[N_SAMPLES];
  for (uint32_t i = 0; i < N_SAMPLES; ++i) {
    half[i] = 0.5f * audio[i];
  }
  const float* const mono[] = {half};
  const float* const both[] = {half, half};
  const float* const left[] = {audio, NULL};
  Tagger* const tagger = new_tagger(RATE);
  Updates wanted;
  Updates got;
  collect(tagger, mono, 1, 512, &wanted);
  tagger_reset(tagger);
  collect(tagger, both, 2, 512, &got);
  assert(largest_difference(&got, &wanted) == 0.0f);
  free_updates(&got);
  tagger_reset(tagger);
  collect(tagger, left, 2, 512, &got);
  assert(largest_difference(&got, &wanted) == 0.0f);
  free_updates(&got);
  free_updates(&wanted);
  tagger_free(tagger);
}

/// Anything may come in; what comes out stays finite and in range, and good
/// audio afterwards gives good tags again
static void
test_bad_audio(void)
{
  static float bad[N_SAMPLES];
  Random random = {9};
  const float evil[] = {NAN, INFINITY, -INFINITY, 1e38f, -1e38f, 1e-42f};
  for (uint32_t i = 0; i < N_SAMPLES; ++i) {
    bad[i] = evil[random_below(&random, 6)];
  }
  const float* const channels[] = {bad};
  const float* const good[] = {audio};
  Tagger* const tagger = new_tagger(RATE);
  Updates updates;
  Updates wanted;
  Updates got;
  collect(tagger, good, 1, 512, &wanted);
  tagger_reset(tagger);
  collect(tagger, channels, 1, 512, &updates);
  for (uint32_t i = 0; i < updates.n; ++i) {
    for (uint32_t o = 0; o < network->n_outputs; ++o) {
      const float p = updates.probabilities[i][o];
      assert(p >= 0.0f && p <= 1.0f);
    }
  }
  tagger_reset(tagger);
  collect(tagger, good, 1, 512, &got);
  assert(largest_difference(&got, &wanted) == 0.0f);
  free_updates(&got);
  free_updates(&wanted);
  free_updates(&updates);
  tagger_free(tagger);
}

static void
test_full_ring(void)
{
  const float* const mono[] = {audio};
  Tagger* const tagger = new_tagger(RATE);
  uint64_t pushed = 0;
  while (!tagger_dropped(tagger)) {
    tagger_push(tagger, mono, 1, 4096);
    pushed += 4096;
    assert(pushed <= 10 * RATE);
  }
  assert(pushed - tagger_dropped(tagger) >= 5 * RATE / 4);
  assert(tagger_pending(tagger));
  // Nothing that was taken is lost
  assert(tagger_work(tagger) >= 6 - (warm_up() - 1) / 8);
  assert(!tagger_pending(tagger));
  tagger_reset(tagger);
  assert(!tagger_dropped(tagger));
  tagger_free(tagger);
}

static void
test_rates(void)
{
  const double good[] = {8000.0, 11025.0, 22050.0, 44100.0, 192000.0, 384000.0};
  const double bad[] = {0.0,    -1.0,    (double)NAN, (double)INFINITY,
                        7999.0, 384001.0};
  for (uint32_t i = 0; i < 6; ++i) {
    Error error = {""};
    assert(!tagger_new(network, bad[i], &error) && error.text[0]);

    bool is_new = true;
    const float* const mono[] = {audio};
    Tagger* const tagger = new_tagger(good[i]);
    const float* const rest = tagger_read(tagger, &is_new);
    assert(!is_new && rest[0] == 0.0f);

    // A second of audio gives five updates
    uint32_t n_updates = 0;
    for (uint32_t n = 0; n < (uint32_t)good[i]; n += 500) {
      tagger_push(tagger, mono, 1, 500);
      n_updates += tagger_work(tagger);
    }
    assert(n_updates == 5 - (warm_up() - 1) / 8);
    tagger_free(tagger);
  }
}

/// With a longer memory the tags follow more slowly
static void
test_memory(void)
{
  float change[2] = {0.0f, 0.0f};
  for (int slow = 0; slow < 2; ++slow) {
    const float* const mono[] = {audio};
    Tagger* const tagger = new_tagger(RATE);
    Updates updates;
    tagger_set_memory(tagger, slow ? 1e9f : -1.0f); // clamped
    collect(tagger, mono, 1, 512, &updates);
    for (uint32_t o = 0; o < network->n_outputs; ++o) {
      for (uint32_t i = 10; i < updates.n; ++i) {
        change[slow] += fabsf(updates.probabilities[i][o] -
                              updates.probabilities[i - 1][o]);
      }
    }
    free_updates(&updates);
    tagger_free(tagger);
  }
  assert(change[1] < 0.5f * change[0]);
}

int
main(void)
{
  const NetworkShape shape = shape_default(PRECISION_INT8);
  network = random_network_load(&shape, 1);
  make_audio();
  RUN(test_blocks());
  RUN(test_channels());
  RUN(test_bad_audio());
  RUN(test_full_ring());
  RUN(test_rates());
  RUN(test_memory());
  network_free(network);
  return 0;
}
