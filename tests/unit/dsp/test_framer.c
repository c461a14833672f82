// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// Samples to frames: DC is silence from the first sample on and changes nothing
// beside music, at all rates, however the stream is cut up

#undef NDEBUG

#include "dsp/framer.h"
#include "tests/support/random.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_FRAMES 200u
#define BANDS 128u
#define SILENT 0.01f /* as the default network has it */

static const FrontEnd settings = {.rate = 22050,
                                  .window = 1024,
                                  .hop = 512,
                                  .bands = BANDS,
                                  .f_max = 11025.0f,
                                  .gain = 10.0f};

/// Frames as they come
typedef struct {
  uint32_t n;
  float frames[MAX_FRAMES][BANDS];
} Frames;

static Frames one;
static Frames two;

static void
take(void* data, const Frame* frame)
{
  Frames* const frames = (Frames*)data;
  assert(frames->n < MAX_FRAMES);
  memcpy(frames->frames[frames->n++], frame->bands, BANDS * sizeof(float));
}

static void
feed(Framer* framer,
     const float* samples,
     uint32_t n,
     uint32_t block,
     Frames* to)
{
  to->n = 0;
  for (uint32_t i = 0; i < n; i += block) {
    framer_feed(framer, samples + i, n - i < block ? n - i : block, take, to);
  }
}

/// Three tones that swell, quietly, and something else beneath them
static float*
make_signal(double rate, uint32_t n, float dc, double rumble_hz)
{
  float* const samples = (float*)calloc(n, sizeof(float));
  assert(samples);
  for (uint32_t i = 0; i < n; ++i) {
    const double t = i / rate;
    const double tones = sin(1382.3 * t) + sin(4021.0 * t) + sin(8670.0 * t);
    const double rumble = sin(6.283185307 * rumble_hz * t);
    samples[i] =
        (float)(0.02 * (1.0 - cos(3.0 * t)) * tones + 0.05 * rumble) + dc;
  }
  return samples;
}

static float
largest_difference(const Frames* a, const Frames* b)
{
  float largest = 0.0f;
  const uint32_t n = a->n < b->n ? a->n : b->n;
  assert(n > 20 && a->n - n <= 1 && b->n - n <= 1);
  for (uint32_t i = 0; i < n; ++i) {
    for (uint32_t k = 0; k < BANDS; ++k) {
      largest = fmaxf(largest, fabsf(a->frames[i][k] - b->frames[i][k]));
    }
  }
  return largest;
}

static void
test_dc(void)
{
  static const double rates[] = {8e3, 22050.0, 44.1e3, 48e3, 96e3, 384e3};
  static const float levels[] = {1.0f, -1.0f, 0.01f, -0.3f};
  for (size_t r = 0; r < sizeof(rates) / sizeof(rates[0]); ++r) {
    const uint32_t n = (uint32_t)rates[r];
    float* const plain = make_signal(rates[r], n, 0.0f, 0.0);
    for (size_t d = 0; d < sizeof(levels) / sizeof(levels[0]); ++d) {
      Framer* const framer = framer_new(&settings, rates[r]);
      assert(framer);
      float* const level = (float*)calloc(n, sizeof(float));
      float* const shifted = make_signal(rates[r], n, levels[d], 0.0);
      assert(level);
      for (uint32_t i = 0; i < n; ++i) {
        level[i] = levels[d];
      }
      feed(framer, level, n, FRAMER_BLOCK, &one);
      for (uint32_t i = 0; i < one.n; ++i) {
        for (uint32_t k = 0; k < BANDS; ++k) {
          assert(one.frames[i][k] < SILENT);
        }
      }
      framer_reset(framer);
      feed(framer, plain, n, FRAMER_BLOCK, &one);
      framer_reset(framer);
      feed(framer, shifted, n, FRAMER_BLOCK, &two);
      assert(largest_difference(&one, &two) < 1e-3f);
      free(shifted);
      free(level);
      framer_free(framer);
    }
    free(plain);
  }
}

/// What cannot be heard hardly shows, in no band above the lowest two
static void
test_rumble(void)
{
  const uint32_t n = 96000;
  Framer* const framer = framer_new(&settings, 48e3);
  float* const plain = make_signal(48e3, n, 0.0f, 0.0);
  float* const rumbling = make_signal(48e3, n, 0.0f, 7.0);
  feed(framer, plain, n, FRAMER_BLOCK, &one);
  framer_reset(framer);
  feed(framer, rumbling, n, FRAMER_BLOCK, &two);
  for (uint32_t i = 20; i < one.n; ++i) { // Once the filter has settled
    for (uint32_t k = 0; k < BANDS; ++k) {
      const float difference = fabsf(one.frames[i][k] - two.frames[i][k]);
      assert(difference < (k < 3 ? 0.05f : 2e-3f));
    }
  }
  free(rumbling);
  free(plain);
  framer_free(framer);
}

static void
test_blocks(void)
{
  const uint32_t n = 48000;
  float* const samples = make_signal(48e3, n, 0.1f, 5.0);
  Framer* const framer = framer_new(&settings, 48e3);
  static const uint32_t blocks[] = {1, 17, 64, 1000};
  feed(framer, samples, n, FRAMER_BLOCK, &one);
  for (size_t i = 0; i < sizeof(blocks) / sizeof(blocks[0]); ++i) {
    framer_reset(framer);
    feed(framer, samples, n, blocks[i], &two);
    assert(one.n == two.n);
    assert(!memcmp(one.frames, two.frames, one.n * sizeof(one.frames[0])));
  }
  framer_forget(framer);
  feed(framer, samples, n, FRAMER_BLOCK, &two);
  assert(largest_difference(&one, &two) < 0.02f);
  free(samples);
  framer_free(framer);
}

int
main(void)
{
  test_dc();
  test_rumble();
  test_blocks();
  assert(!framer_new(&settings, 100.0));
  return 0;
}
