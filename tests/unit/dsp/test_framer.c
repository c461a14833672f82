// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// Samples to frames: DC is silence from the first sample on and changes nothing
// beside music, at all rates, however the stream is cut up; with a level, no
// more does volume

#undef NDEBUG

#include "dsp/framer.h"
#include "tests/support/random_shape.h"

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
  Frame rest[MAX_FRAMES]; ///< All but the bands
} Frames;

static Frames one;
static Frames two;

static void
take(void* data, const Frame* frame)
{
  Frames* const frames = (Frames*)data;
  assert(frames->n < MAX_FRAMES);
  memcpy(frames->frames[frames->n], frame->bands, BANDS * sizeof(float));
  frames->rest[frames->n++] = *frame;
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

static float
largest_of(const float* bands)
{
  float largest = 0.0f;
  for (uint32_t k = 0; k < BANDS; ++k) {
    largest = fmaxf(largest, bands[k]);
  }
  return largest;
}

static FrontEnd
levelled(void)
{
  FrontEnd front_end = settings;
  front_end.is_levelled = true;
  front_end.level = shape_level();
  return front_end;
}

/// Bands are those of magnitudes times the gain, all else is as it was
static void
test_level(void)
{
  const uint32_t n = 96000;
  const FrontEnd with_level = levelled();
  float* const samples = make_signal(48e3, n, 0.0f, 0.0);
  Framer* const plain = framer_new(&settings, 48e3);
  Framer* const framer = framer_new(&with_level, 48e3);
  feed(plain, samples, n, FRAMER_BLOCK, &one);
  feed(framer, samples, n, FRAMER_BLOCK, &two);
  assert(one.n == two.n);
  for (uint32_t i = 0; i < one.n; ++i) {
    const double gain = (double)two.rest[i].gain;
    assert(one.rest[i].gain == 1.0f && gain > 0.5 && gain < 100.0);
    assert(one.rest[i].peak == largest_of(one.frames[i]));
    assert(two.rest[i].peak == one.rest[i].peak);
    assert(two.rest[i].power == one.rest[i].power);
    for (uint32_t k = 0; k < BANDS; ++k) {
      const double mel = pow(10.0, (double)one.frames[i][k]) - 1.0;
      const double wanted = log10(1.0 + gain * mel);
      assert(fabs((double)two.frames[i][k] - wanted) < 1e-5);
    }
  }
  free(samples);
  framer_free(framer);
  framer_free(plain);
}

/// Volume makes no difference to the bands, but to the peak
static void
test_volume(void)
{
  static const float factors[] = {0.5f, 2.0f, 4.0f, 20.0f};
  const uint32_t begin = 24000; // It is no longer below the gate then
  const uint32_t n = 144000;
  const FrontEnd with_level = levelled();
  float* const signal = make_signal(48e3, begin + n, 0.0f, 0.0);
  const float* const samples = signal + begin;
  float* const other = (float*)calloc(n, sizeof(float));
  Framer* const framer = framer_new(&with_level, 48e3);
  assert(other && framer);
  feed(framer, samples, n, FRAMER_BLOCK, &one);
  for (size_t f = 0; f < sizeof(factors) / sizeof(factors[0]); ++f) {
    for (uint32_t i = 0; i < n; ++i) {
      other[i] = factors[f] * samples[i];
    }
    framer_reset(framer); // The level of what was before is forgotten
    feed(framer, other, n, FRAMER_BLOCK, &two);
    assert(one.n == two.n);
    for (uint32_t i = 0; i < one.n; ++i) {
      const float ratio = two.rest[i].gain / one.rest[i].gain;
      assert(fabsf(ratio * factors[f] - 1.0f) < 1e-4f);
      const float louder = two.rest[i].peak - one.rest[i].peak;
      assert(factors[f] < 1.0f ? louder < 0.0f : louder > 0.0f);
    }
    assert(largest_difference(&one, &two) < 1e-3f);
  }
  framer_forget(framer);
  feed(framer, samples, n, FRAMER_BLOCK, &two);
  assert(largest_difference(&one, &two) < 0.02f);
  free(other);
  free(signal);
  framer_free(framer);
}

int
main(void)
{
  test_dc();
  test_rumble();
  test_blocks();
  test_level();
  test_volume();
  assert(!framer_new(&settings, 100.0));
  return 0;
}
