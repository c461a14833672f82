// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// Each library's converter against what a resampler must do: keep tones, their
// time and their level, make no others, not care about blocks

#undef NDEBUG
#define _POSIX_C_SOURCE 200809L // base/clock.h

#include "dsp/resampler.h"
#include "tests/support/random.h"
#include "tests/support/resamplers.h"
#include "tests/support/run.h"
#include "tests/support/signals.h"

#include <assert.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OUT_RATE 22050.0
#define MAX_OUT 30000u

static const ResamplerBackend* backend; ///< The one that is tested

/// Convert `in` in blocks of up to `block` samples (0: of random sizes)
static uint32_t
convert(double rate, const float* in, uint32_t n, uint32_t block, float* out)
{
  Random random = {block};
  uint32_t n_out = 0;
  Resampler* const resampler = resampler_new_with(backend, rate, OUT_RATE);
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

/// What becomes of a tone of level 1
typedef struct {
  double level; ///< In dB, of all that comes out
  double time;  ///< Output samples that the tone comes late
  double rest;  ///< In dB, of what comes out beside the tone
} Tone;

/// Fit the tone to out[k], away from the ends, by least squares.  Frequency in
/// radians a sample.
static Tone
fit_tone(const float* out, uint32_t n, double frequency)
{
  double power = 0.0;
  double xs = 0.0;
  double xc = 0.0;
  double ss = 0.0;
  double sc = 0.0;
  for (uint32_t k = 1000; k < n - 1000; ++k) {
    const double x = (double)out[k];
    const double s = sin(frequency * k);
    const double c = cos(frequency * k);
    power += x * x;
    xs += x * s;
    xc += x * c;
    ss += s * s;
    sc += s * c;
  }
  const double cc = n - 2000 - ss;
  const double along = (xs * cc - xc * sc) / (ss * cc - sc * sc);
  const double across = (xc * ss - xs * sc) / (ss * cc - sc * sc);
  const double rest = fabs(power - along * xs - across * xc);
  const double half = (n - 2000) / 2.0;
  return (Tone){10.0 * log10(power / half + 1e-20),
                -atan2(across, along) / frequency,
                10.0 * log10(rest / half + 1e-20)};
}

static Tone
convert_tone(double rate, double hz)
{
  static float out[MAX_OUT];
  const uint32_t n = (uint32_t)rate;
  float* const in = (float*)malloc(n * sizeof(float));
  assert(in);
  signal_tone(in, n, rate, hz, 1.0f);
  const uint32_t n_out = convert(rate, in, n, 1024, out);
  free(in);
  return fit_tone(out, n_out, 2.0 * 3.14159265358979323846 * hz / OUT_RATE);
}

/// What comes out beside the tones that went in, at most, in dB.  libsamplerate
/// does better at the rates of music.
static double
limit_at(double rate)
{
  const int is_soxr = !strcmp(backend->name, "soxr");
  return is_soxr || rate >= 44100.0 ? -100.0 : -97.0;
}

/// Nothing of the band's first three quarters is lost, comes late or brings
/// other tones along
static void
test_band(double rate)
{
  const double parts[] = {0.01, 0.1, 0.3, 0.45, 0.6, 0.725};
  const double losses[] = {0.05, 0.05, 0.1, 0.1, 0.5, 0.5};
  const double top = fmin(rate, OUT_RATE) / 2.0;
  const double late = rate == floor(rate) ? 0.001 : 0.501;
  for (uint32_t i = 0; i < 6; ++i) {
    const Tone tone = convert_tone(rate, parts[i] * top);
    assert(fabs(tone.level) < losses[i]);
    assert(fabs(tone.time) < late);
    assert(rate == OUT_RATE || tone.rest < limit_at(rate));
  }
}

/// What the new rate cannot hold does not come out as something else
static void
test_aliases(double rate)
{
  const double step = 1.0 + (rate - OUT_RATE) / 60.0;
  for (uint32_t i = 0; 11030.0 + i * step < rate / 2.0; ++i) {
    assert(convert_tone(rate, 11030.0 + i * step).level < limit_at(rate));
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
  Resampler* const resampler = resampler_new_with(backend, 48000.0, OUT_RATE);
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
  Resampler* const resampler = resampler_new_with(backend, rate, OUT_RATE);
  assert(in && resampler);
  uint32_t used = 0;
  signal_noise(in, n / 2, 1.0f, 3);
  for (uint32_t i = 0; i < n / 2; i += used) {
    resampler_process(resampler, in + i, n / 2 - i, &used, out, MAX_OUT);
  }
  resampler_forget(resampler);

  memset(in, 0, n * sizeof(float));
  const uint32_t middle = n / 2;
  in[middle] = 1.0f;
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
  assert(fabs(peak - middle * OUT_RATE / rate) <= 1.5);
  resampler_free(resampler);
  free(in);
}

static void
test_refusal(void)
{
  const double bad[] = {0.0,      -1.0,        7999.0,
                        384001.0, (double)NAN, (double)INFINITY};
  for (uint32_t i = 0; i < 6; ++i) {
    assert(!resampler_new_with(backend, bad[i], OUT_RATE));
    assert(!resampler_new_with(backend, 48000.0, bad[i]));
  }
  resampler_free(NULL);
}

/// resampler_new() takes the library that the build was configured with
static void
test_choice(void)
{
  float in[4000];
  float out[2][4000];
  uint32_t n_out[2];
  signal_noise(in, 4000, 1.0f, 3);
  Resampler* const made[] = {
      resampler_new(48000.0, OUT_RATE),
      resampler_new_with(&EARMARK_RESAMPLER, 48000.0, OUT_RATE)};
  for (uint32_t i = 0; i < 2; ++i) {
    uint32_t used = 0;
    assert(made[i]);
    n_out[i] = resampler_process(made[i], in, 4000, &used, out[i], 4000);
    resampler_free(made[i]);
  }
  assert(n_out[0] == n_out[1] && n_out[0] > 1000);
  assert(!memcmp(out[0], out[1], n_out[0] * sizeof(float)));
}

static void
test_backend(void)
{
  const double rates[] = {8000.0,  11025.0, 16000.0,  22050.0,
                          24000.0, 32000.0, 44100.0,  44099.7,
                          48000.0, 96000.0, 192000.0, 384000.0};
  for (uint32_t i = 0; i < sizeof(rates) / sizeof(rates[0]); ++i) {
    RUN(test_blocks(rates[i]));
    RUN(test_alignment(rates[i]));
    RUN(test_forget(rates[i]));
    RUN(test_band(rates[i]));
    RUN(test_aliases(rates[i]));
  }
  RUN(test_reset());
  RUN(test_refusal());
}

int
main(void)
{
  unsigned n = 0;
  while ((backend = resamplers_available(n))) {
    printf("%s\n", backend->name);
    test_backend();
    ++n;
  }
  assert(n > 0);
  RUN(test_choice());
  return 0;
}
