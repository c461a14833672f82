// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// The streamed network equals the slow reference that recomputes whole windows:
// to the bit in int8, for random networks and random frames

#undef NDEBUG
#define _POSIX_C_SOURCE 200809L

#include "model/file/network_file.h"
#include "model/stream.h"
#include "tests/support/random.h"
#include "tests/support/random_network.h"
#include "tests/support/reference.h"
#include "tests/support/run.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define N_NETWORKS 24u
#define N_FRAMES 150u
#define SILENT "content:silence"

/// Frames with the range and the silences of log-mels
static float*
make_frames(Random* random, uint32_t n_frames, uint32_t bands)
{
  float* const frames = (float*)calloc(n_frames, bands * sizeof(float));
  assert(frames);
  float level = 1.0f;
  for (uint32_t t = 0; t < n_frames; ++t) {
    level = random_below(random, 12) ? level : 1.0f - level;
    for (uint32_t c = 0; c < bands; ++c) {
      frames[(size_t)t * bands + c] = level * random_uniform(random, 0, 3);
    }
  }
  return frames;
}

static void
compare(const Network* network,
        const float* got,
        const float* wanted,
        uint32_t n)
{
  for (uint32_t i = 0; i < n; ++i) {
    if (network->precision == PRECISION_INT8) {
      assert(got[i] == wanted[i]);
    } else {
      assert(fabsf(got[i] - wanted[i]) <= 1e-4f * (1.0f + fabsf(wanted[i])));
    }
  }
}

/// A frame as it is without a level
static Frame
as_frame(const float* bands, uint32_t n)
{
  Frame frame = {.bands = bands, .gain = 1.0f};
  for (uint32_t c = 0; c < n; ++c) {
    frame.peak = fmaxf(frame.peak, bands[c]);
  }
  return frame;
}

static void
push(Stream* stream, const float* bands, uint32_t n)
{
  const Frame frame = as_frame(bands, n);
  stream_push(stream, &frame);
}

/// Has there been silence for `seconds`, or ever?
static bool
at_rest(const Network* network, const float* frames, uint32_t n, double seconds)
{
  const FrontEnd* const front_end = &network->front_end;
  uint32_t silent = 0;
  for (uint32_t i = n; i > 0; --i, ++silent) {
    for (uint32_t c = 0; c < front_end->bands; ++c) {
      if (frames[(size_t)(i - 1) * front_end->bands + c] > 0.01f) {
        return silent * (double)front_end->hop / front_end->rate >= seconds;
      }
    }
  }
  return true;
}

static void
check_probabilities(const Network* network,
                    const float* got,
                    const float* wanted,
                    bool resting)
{
  for (uint32_t i = 0; i < network->n_outputs; ++i) {
    const bool sure = resting && !strcmp(network->outputs[i], SILENT);
    assert(got[i] >= 0.0f && got[i] <= 1.0f);
    assert(fabsf(got[i] - (sure ? 1.0f : wanted[i])) < 1e-4f);
  }
}

/// How often it was at rest
static uint32_t
check_network(const Network* network, const Kernels* kernels, Random* random)
{
  const uint32_t bands = network->front_end.bands;
  float* const frames = make_frames(random, N_FRAMES, bands);
  float* const features = (float*)calloc(network->n_features, sizeof(float));
  float* const wanted = (float*)calloc(network->n_outputs, sizeof(float));
  float* const got = (float*)calloc(network->n_outputs, sizeof(float));
  Stream* const stream = stream_new(network, kernels, 30.0);
  assert(features && wanted && got && stream);

  uint32_t n_resting = 0;
  for (uint32_t t = 0; t < N_FRAMES; ++t) {
    Frame frame = as_frame(frames + (size_t)t * bands, bands);
    const float level = random_uniform(random, -30.0f, 40.0f);
    frame.gain = powf(10.0f, level / -20.0f);
    stream_push(stream, &frame);
    if (!random_below(random, 12)) {
      const double seconds = (double)random_uniform(random, 0.02f, 2.0f);
      stream_set_memory(stream, seconds);
      reference_features(network, frames, t + 1, seconds, features);
      compare(network, stream_features(stream), features, network->n_features);

      reference_head(network, stream_features(stream), (double)level, wanted);
      stream_probabilities(stream, got);
      const bool resting = at_rest(network, frames, t + 1, seconds);
      check_probabilities(network, got, wanted, resting);
      n_resting += resting;
    }
  }

  stream_free(stream);
  free(got);
  free(wanted);
  free(features);
  free(frames);
  return n_resting;
}

/// After a reset the past is forgotten entirely
static void
test_reset(uint64_t seed)
{
  const NetworkShape shape = shape_random(PRECISION_INT8, seed);
  Network* const network = random_network_load(&shape, seed);
  Random random = {3};
  const uint32_t bands = network->front_end.bands;
  float* const frames = make_frames(&random, N_FRAMES, bands);
  Stream* const fresh = stream_new(network, kernels_best(), 10.0);
  Stream* const used = stream_new(network, kernels_best(), 10.0);
  assert(fresh && used);

  for (uint32_t t = 0; t < 77; ++t) {
    push(used, frames + (size_t)(N_FRAMES - 1 - t) * bands, bands);
  }
  stream_reset(used);
  for (uint32_t t = 0; t < N_FRAMES; ++t) {
    push(used, frames + (size_t)t * bands, bands);
    push(fresh, frames + (size_t)t * bands, bands);
    assert(!memcmp(stream_features(used), stream_features(fresh),
                   network->n_features * sizeof(float)));
  }

  stream_free(used);
  stream_free(fresh);
  free(frames);
  network_free(network);
}

/// Long silences are skipped; what comes after them is as if they were not
static void
test_long_silence(uint32_t seed)
{
  enum { FRAMES = 700 };
  const double max_memory = 1.0;
  NetworkShape shape = shape_random(PRECISION_INT8, seed);
  if (seed % 2) { // Columns of silence are then not zero
    shape.n_banks = 2;
    shape.banks[0] = (BankShape){10, 3, 40, 9};
    shape.banks[1] = (BankShape){15, 1 + seed, 50, 7};
    shape.timbre_window = 5 * seed;
  }
  Network* const network = random_network_load(&shape, seed);
  const uint32_t bands = network->front_end.bands;
  Random random = {seed};
  float* const frames = (float*)calloc(FRAMES, bands * sizeof(float));
  float* const wanted = (float*)calloc(network->n_features, sizeof(float));
  Stream* const stream = stream_new(network, kernels_best(), max_memory);
  assert(frames && wanted && stream);
  stream_set_memory(stream, 0.7);

  const uint32_t silence = 60 + random_below(&random, 500);
  for (uint32_t t = 0; t < FRAMES; ++t) {
    for (uint32_t c = 0; c < bands && (t < 20 || t > 20 + silence); ++c) {
      frames[(size_t)t * bands + c] = random_uniform(&random, 0, 3);
    }
    push(stream, frames + (size_t)t * bands, bands);
    if (!random_below(&random, 40)) {
      reference_features(network, frames, t + 1, 0.7, wanted);
      compare(network, stream_features(stream), wanted, network->n_features);
    }
  }
  stream_free(stream);
  free(wanted);
  free(frames);
  network_free(network);
}

/// A frame that changes no feature may change the level
static void
test_level_in_silence(void)
{
  NetworkShape shape = shape_small(PRECISION_INT8);
  shape.front_end.is_levelled = true;
  shape.front_end.level = shape_level();
  Network* const network = random_network_load(&shape, 1);
  float* const bands = (float*)calloc(network->front_end.bands, sizeof(float));
  float before[8];
  float after[8];
  Stream* const stream = stream_new(network, kernels_best(), 0.5);
  assert(bands && stream && network->n_outputs <= 8);
  Frame frame = {.bands = bands, .peak = 1.0f, .gain = 1.0f};
  for (uint32_t t = 0; t < 500; ++t) {
    stream_push(stream, &frame);
  }
  stream_probabilities(stream, before);
  frame.gain = 10.0f;
  stream_push(stream, &frame);
  stream_probabilities(stream, after);
  for (uint32_t o = 0; o < network->n_outputs; ++o) {
    float slope = 0.0f;
    for (uint32_t i = 0; i < network->n_level_outputs; ++i) {
      const LevelOutput* const output = &network->level_outputs[i];
      slope = output->output == o ? output->slope : slope;
    }
    const float logit = logf(before[o] / (1.0f - before[o])) - 20.0f * slope;
    assert(fabsf(after[o] - 1.0f / (1.0f + expf(-logit))) < 1e-5f);
    assert(slope != 0.0f ? after[o] != before[o] : after[o] == before[o]);
  }
  stream_free(stream);
  free(bands);
  network_free(network);
}

int
main(void)
{
  uint32_t n_resting = 0;
  for (uint32_t seed = 1; seed <= N_NETWORKS; ++seed) {
    const Precision precision = seed % 4 ? PRECISION_INT8 : PRECISION_FLOAT;
    const NetworkShape shape = shape_random(precision, seed);
    Network* const network = random_network_load(&shape, seed);
    for (unsigned k = 0; kernels_available(k); ++k) {
      Random random = {seed};
      n_resting += check_network(network, kernels_available(k), &random);
    }
    network_free(network);
  }
  assert(n_resting > N_NETWORKS);
  for (uint32_t seed = 5; seed <= 8; ++seed) { // With a timbre and without
    RUN(test_reset(seed));
  }
  RUN(test_level_in_silence());
  for (uint32_t seed = 1; seed <= 6; ++seed) {
    RUN(test_long_silence(seed));
  }
  return 0;
}
