// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// Powers of frames are what BS.1770's filters make of the samples

#undef NDEBUG
#define _POSIX_C_SOURCE 200809L // base/clock.h

#include "dsp/logmel.h"
#include "dsp/loudness.h"
#include "tests/support/run.h"
#include "tests/support/signals.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#define MAX_WINDOW 16384u
#define N_SAMPLES (4u * MAX_WINDOW)
#define BS1770_RATE 48000.0

/// Settings of front ends to hear with
static const struct {
  uint32_t rate;
  uint32_t window;
} settings[] = {{22050, 1024},  {48000, 2048}, {16000, 512},
                {44100, 16384}, {8000, 256},   {96000, 4096}};

#define N_SETTINGS (sizeof(settings) / sizeof(settings[0]))

static float samples[N_SAMPLES];

static double
lufs(double power)
{
  return -0.691 + 10.0 * log10(power);
}

/// Mean power of the frames of `samples`, half of a window apart
static double
frame_power(uint32_t rate, uint32_t window)
{
  const FrontEnd front_end = {.rate = rate,
                              .window = window,
                              .hop = window / 2,
                              .bands = 8,
                              .f_max = (float)rate / 2.0f,
                              .gain = 1.0f};
  LogMel* const logmel = logmel_new(&front_end);
  assert(logmel);
  double sum = 0.0;
  uint32_t n = 0;
  for (uint32_t i = 0, used = 0; i < N_SAMPLES; i += used) {
    float mel[8];
    float power = 0.0f;
    if (logmel_push(logmel, samples + i, N_SAMPLES - i, &used, mel, &power)) {
      sum += (double)power;
      ++n;
    }
  }
  logmel_free(logmel);
  return sum / n;
}

/// y[n] of x[n], in place, as BS.1770 writes it
static void
filter(double* x, uint32_t n, const double b[3], const double a[2])
{
  double x1 = 0.0;
  double x2 = 0.0;
  double y1 = 0.0;
  double y2 = 0.0;
  for (uint32_t i = 0; i < n; ++i) {
    const double y =
        b[0] * x[i] + b[1] * x1 + b[2] * x2 - a[0] * y1 - a[1] * y2;
    x2 = x1;
    x1 = x[i];
    y2 = y1;
    y1 = y;
    x[i] = y;
  }
}

/// Mean square of `samples` behind the filters, once they have settled
static double
filtered_power(void)
{
  static const double shelf_b[] = {1.53512485958697, -2.69169618940638,
                                   1.19839281085285};
  static const double shelf_a[] = {-1.69065929318241, 0.73248077421585};
  static const double pass_b[] = {1.0, -2.0, 1.0};
  static const double pass_a[] = {-1.99004745483398, 0.99007225036621};
  static double x[N_SAMPLES];
  for (uint32_t i = 0; i < N_SAMPLES; ++i) {
    x[i] = (double)samples[i];
  }
  filter(x, N_SAMPLES, shelf_b, shelf_a);
  filter(x, N_SAMPLES, pass_b, pass_a);
  const uint32_t settled = N_SAMPLES / 4;
  double sum = 0.0;
  for (uint32_t i = settled; i < N_SAMPLES; ++i) {
    sum += x[i] * x[i];
  }
  return sum / (N_SAMPLES - settled);
}

/// The standard's own example
static void
test_full_scale(void)
{
  for (size_t i = 0; i < N_SETTINGS; ++i) {
    signal_tone(samples, N_SAMPLES, settings[i].rate, 997.0, 1.0f);
    const double power = frame_power(settings[i].rate, settings[i].window);
    assert(fabs(lufs(power) + 3.01) < 0.02);
  }
  assert(fabs(lufs(loudness_power(-23.0)) + 23.0) < 1e-9);
}

/// Tones of ten bins and up, wherever they lie between two
static void
test_curve(void)
{
  static const double tones[] = {33.0,   61.7,   130.0,  440.0, 1234.5,
                                 2000.0, 3333.0, 7200.0, 10e3,  19.9e3};
  for (size_t k = 0; k < sizeof(tones) / sizeof(tones[0]); ++k) {
    signal_tone(samples, N_SAMPLES, BS1770_RATE, tones[k], 0.5f);
    const double wanted = filtered_power();
    for (size_t i = 0; i < N_SETTINGS; ++i) {
      const double bin = (double)settings[i].rate / settings[i].window;
      if (tones[k] > 10.0 * bin && tones[k] < 0.48 * settings[i].rate) {
        signal_tone(samples, N_SAMPLES, settings[i].rate, tones[k], 0.5f);
        const double got = frame_power(settings[i].rate, settings[i].window);
        assert(fabs(lufs(got) - lufs(wanted)) < 0.05);
      }
    }
  }
}

/// All frequencies at once
static void
test_noise(void)
{
  signal_noise(samples, N_SAMPLES, 0.3f, 5);
  const double wanted = lufs(filtered_power());
  for (uint32_t window = 512; window <= 4096; window *= 2) {
    assert(fabs(lufs(frame_power(48000, window)) - wanted) < 0.1);
  }
}

/// The filters end at half of their own rate; what lies above weighs as there
static void
test_above(void)
{
  static float weights[2049];
  loudness_weights(4096, 384e3, weights);
  for (uint32_t k = 257; k < 2048; ++k) {
    assert(weights[k] == weights[256]);
  }
  assert(2.0f * weights[2048] == weights[256] && weights[0] < 1e-12f);
}

int
main(void)
{
  RUN(test_full_scale());
  RUN(test_curve());
  RUN(test_noise());
  RUN(test_above());
  return 0;
}
