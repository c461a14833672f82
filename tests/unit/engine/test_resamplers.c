// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// The default network's tags of what is like music are the same, to 0.02,
// whichever library resamples: over a file, and in each update.  (Not so of
// loud noise up to the edge of the band, where their filters differ by a
// decibel.)

#undef NDEBUG

#include "dsp/resampler_backend.h"
#include "engine/tagger.h"
#include "model/file/network_file.h"
#include "model/view.h"
#include "tests/support/resamplers.h"
#include "tests/support/signals.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SECONDS 10u
#define BLOCK 1024u
#define MAX_UPDATES 64u
#define LIMIT 0.02f

typedef struct {
  uint32_t n;
  uint32_t n_tags;
  float tags[MAX_UPDATES][NETWORK_MAX_TAGS];
  float mean[NETWORK_MAX_TAGS];
} Result;

static Network* network;

/// Music, bare or with noise over it
static float*
make_signal(double rate, float noise)
{
  const uint32_t n = (uint32_t)(SECONDS * rate);
  float* const samples = (float*)malloc(n * sizeof(float));
  float* const hiss = (float*)malloc(n * sizeof(float));
  assert(samples && hiss);
  signal_music(samples, n, rate);
  signal_noise(hiss, n, noise, 1);
  for (uint32_t i = 0; i < n; ++i) {
    samples[i] += hiss[i];
  }
  free(hiss);
  return samples;
}

static void
tag(double rate, const float* samples, uint32_t n, Result* result)
{
  const View* const view = &network->views[0];
  Error error = {""};
  Tagger* const tagger = tagger_new(network, rate, &error);
  assert(tagger && view->n_tags <= NETWORK_MAX_TAGS);
  memset(result, 0, sizeof(*result));
  result->n_tags = view->n_tags;
  for (uint32_t i = 0; i < n; i += BLOCK) {
    const float* const channels[] = {samples + i};
    tagger_push(tagger, channels, 1, n - i < BLOCK ? n - i : BLOCK);
    bool is_new = false;
    tagger_work(tagger);
    const float* const probabilities = tagger_read(tagger, &is_new);
    if (is_new) {
      assert(result->n < MAX_UPDATES);
      view_merge(view, probabilities, result->tags[result->n++]);
    }
  }
  for (uint32_t u = 0; u < result->n; ++u) {
    for (uint32_t t = 0; t < result->n_tags; ++t) {
      result->mean[t] += result->tags[u][t] / (float)result->n;
    }
  }
  assert(!tagger_dropped(tagger) && result->n > 5 * (SECONDS - 1));
  tagger_free(tagger);
}

/// What the engine does, with a resampler of choice before it
static void
tag_by(const ResamplerBackend* backend,
       double rate,
       const float* samples,
       uint32_t n,
       Result* result)
{
  const double rate_out = network->front_end.rate;
  const uint32_t room = (uint32_t)(SECONDS * rate_out) + 1;
  float* const out = (float*)malloc(room * sizeof(float));
  Resampler* const resampler = resampler_new_with(backend, rate, rate_out);
  assert(out && resampler);
  uint32_t used = 0;
  const uint32_t n_out =
      resampler_process(resampler, samples, n, &used, out, room);
  assert(used == n && n_out < room);
  tag(rate_out, out, n_out, result);
  resampler_free(resampler);
  free(out);
}

static float
largest_difference(const float* a, const float* b, uint32_t n)
{
  float largest = 0.0f;
  for (uint32_t i = 0; i < n; ++i) {
    largest = fmaxf(largest, fabsf(a[i] - b[i]));
  }
  return largest;
}

static void
compare(const Result* a, const Result* b)
{
  float single = 0.0f;
  // One may have analysed less of the end
  const uint32_t n = a->n < b->n ? a->n : b->n;
  assert(a->n - n <= 1 && b->n - n <= 1);
  for (uint32_t u = 0; u < n; ++u) {
    single =
        fmaxf(single, largest_difference(a->tags[u], b->tags[u], a->n_tags));
  }
  const float mean = largest_difference(a->mean, b->mean, a->n_tags);
  printf("  apart by %.4f, an update by %.4f\n", (double)mean, (double)single);
  assert(mean < LIMIT && single < LIMIT);
}

static void
test_rate(double rate, float noise)
{
  static Result first;
  static Result other;
  const uint32_t n = (uint32_t)(SECONDS * rate);
  float* const samples = make_signal(rate, noise);
  printf("%.0f Hz, noise %.3f\n", rate, (double)noise);
  tag_by(&EARMARK_RESAMPLER, rate, samples, n, &first);
  tag(rate, samples, n, &other);
  assert(other.n == first.n);
  // DC is taken away before the resampler, and here behind it, too
  compare(&first, &other);

  const ResamplerBackend* backend = NULL;
  for (unsigned i = 0; (backend = resamplers_available(i)); ++i) {
    if (backend != &EARMARK_RESAMPLER) {
      tag_by(backend, rate, samples, n, &other);
      compare(&first, &other);
    }
  }
  free(samples);
}

int
main(void)
{
  const double rates[] = {8000.0,  16000.0, 22050.0, 44100.0,
                          48000.0, 96000.0, 192000.0};
  Error error = {""};
  network = network_load(EARMARK_BUNDLE "network.safetensors", &error);
  assert(network);
  for (uint32_t i = 0; i < sizeof(rates) / sizeof(rates[0]); ++i) {
    test_rate(rates[i], 0.0f);
    test_rate(rates[i], 0.01f);
  }
  network_free(network);
  return 0;
}
