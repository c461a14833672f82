// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// The converter against what a resampler must do: keep tones, their time and
// their level, reject what the new rate cannot hold, not care about blocks

#undef NDEBUG

#include "dsp/resampler.h"
#include "tests/support/random.h"
#include "tests/support/signals.h"

#include <assert.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define OUT_RATE 22050.0
#define MAX_OUT 30000u

/// Convert `in` in blocks of up to `block` samples (0: of random sizes)
static uint32_t
convert(double rate, const float* in, uint32_t n, uint32_t block, float* out)
{
  Random random = {block};
  uint32_t n_out = 0;
  Resampler* const resampler = resampler_new(rate, OUT_RATE);
  assert(resampler);
  for (uint32_t i = 0; i < n;) {
    uint32_t length = block ? block : random_range(&random, 1, 3000);
    length = length < n - i ? length : n - i;
    for (uint32_t end = i + length, made = 1; i < end || made;) {
      uint32_t used = 0;
      const uint32_t room = block ? 100 : random_range(&random, 1, 500);
      assert(n_out + room <= MAX_OUT);
      made = resampler_process(resampler, in + i, end - i, &used, out + n_out,
                               room);
      assert(used <= end - i && made <= room);
      n_out += made;
      i += used;
    }
  }
  resampler_free(resampler);
  return n_out;
}

static void
test_blocks(double rate)
{
  static float wanted[MAX_OUT];
  static float got[MAX_OUT];
  const uint32_t n = (uint32_t)rate;
  float* const in = (float*)malloc(n * sizeof(float));
  assert(in);
  signal_noise(in, n, 1.0f, 1);
  const uint32_t n_wanted = convert(rate, in, n, 1024, wanted);
  assert(fabs(n_wanted - OUT_RATE) < 0.02 * OUT_RATE);
  const uint32_t blocks[] = {1, 17, 8192, 0};
  for (uint32_t b = 0; b < 4; ++b) {
    assert(convert(rate, in, n, blocks[b], got) == n_wanted);
    assert(!memcmp(got, wanted, n_wanted * sizeof(float)));
  }
  free(in);
}

/// Level in dB of what becomes of a tone of level 1
static double
tone_level(double rate, double hz)
{
  static float out[MAX_OUT];
  const uint32_t n = (uint32_t)rate;
  float* const in = (float*)malloc(n * sizeof(float));
  assert(in);
  signal_tone(in, n, rate, hz, 1.0f);
  const uint32_t n_out = convert(rate, in, n, 1024, out);
  double power = 0.0;
  for (uint32_t i = 1000; i < n_out - 1000; ++i) {
    power += (double)(out[i] * out[i]);
  }
  free(in);
  return 10.0 * log10(2.0 * power / (n_out - 2000) + 1e-20);
}

static void
test_band(double rate)
{
  assert(fabs(tone_level(rate, 100.0)) < 0.05);
  assert(fabs(tone_level(rate, 5000.0)) < 0.1);
  assert(fabs(tone_level(rate, 8000.0)) < 0.5);
  for (double hz = 11500.0; hz < rate / 2.0; hz += 1700.0) {
    assert(tone_level(rate, hz) < -90.0);
  }
}

/// A click at a known time comes out at that time, within half a sample
static void
test_alignment(double rate)
{
  static float out[MAX_OUT];
  const uint32_t n = (uint32_t)rate;
  const uint32_t at = n / 3;
  float* const in = (float*)calloc(n, sizeof(float));
  assert(in);
  in[at] = 1.0f;
  const uint32_t n_out = convert(rate, in, n, 1024, out);
  uint32_t peak = 0;
  for (uint32_t i = 0; i < n_out; ++i) {
    peak = fabsf(out[i]) > fabsf(out[peak]) ? i : peak;
  }
  assert(fabs(peak - at * OUT_RATE / rate) <= 1.0);
  free(in);
}

static void
test_reset(void)
{
  float in[4000];
  float first[4000];
  float second[4000];
  uint32_t used = 0;
  signal_noise(in, 4000, 1.0f, 3);
  Resampler* const resampler = resampler_new(48000.0, OUT_RATE);
  assert(resampler);
  const uint32_t n = resampler_process(resampler, in, 4000, &used, first, 4000);
  resampler_reset(resampler);
  assert(resampler_process(resampler, in, 4000, &used, second, 4000) == n);
  assert(n > 1000 && !memcmp(first, second, n * sizeof(float)));
  resampler_free(resampler);
}

/// Nothing of what was heard comes out again, and what follows stands where it
/// does in a new one
static void
test_forget(double rate)
{
  static float out[MAX_OUT];
  const uint32_t n = (uint32_t)rate / 4;
  float* const in = (float*)calloc(n, sizeof(float));
  Resampler* const resampler = resampler_new(rate, OUT_RATE);
  assert(in && resampler);
  uint32_t used = 0;
  signal_noise(in, n / 2, 1.0f, 3);
  for (uint32_t i = 0; i < n / 2; i += used) {
    resampler_process(resampler, in + i, n / 2 - i, &used, out, MAX_OUT);
  }
  resampler_forget(resampler);

  memset(in, 0, n * sizeof(float));
  in[n / 2] = 1.0f;
  uint32_t n_out = 0;
  for (uint32_t i = 0; i < n; i += used) {
    n_out += resampler_process(resampler, in + i, n - i, &used, out + n_out,
                               MAX_OUT - n_out);
  }
  uint32_t peak = 0;
  for (uint32_t i = 0; i < n_out; ++i) {
    assert(i > n_out / 4 || fabsf(out[i]) < 1e-5f);
    peak = fabsf(out[i]) > fabsf(out[peak]) ? i : peak;
  }
  assert(fabs(peak - n / 2 * OUT_RATE / rate) <= 1.5);
  resampler_free(resampler);
  free(in);
}

static void
test_refusal(void)
{
  const double bad[] = {0.0,      -1.0,        7999.0,
                        384001.0, (double)NAN, (double)INFINITY};
  for (uint32_t i = 0; i < 6; ++i) {
    assert(!resampler_new(bad[i], OUT_RATE));
    assert(!resampler_new(48000.0, bad[i]));
  }
  resampler_free(NULL);
}

int
main(void)
{
  const double rates[] = {8000.0,  11025.0, 22050.0,  44100.0, 44099.7,
                          48000.0, 96000.0, 192000.0, 384000.0};
  for (uint32_t i = 0; i < sizeof(rates) / sizeof(rates[0]); ++i) {
    test_blocks(rates[i]);
    test_alignment(rates[i]);
    test_forget(rates[i]);
    if (rates[i] > OUT_RATE) {
      test_band(rates[i]);
    }
  }
  test_reset();
  test_refusal();
  return 0;
}
