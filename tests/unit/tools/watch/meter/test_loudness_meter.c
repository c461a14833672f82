// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// Loudness of signals that EBU Tech 3341 names, in both channels or in one,
// over changes of channels, and without what is no number

#undef NDEBUG

#include "tools/watch/meter/loudness_meter.h"

#include "tests/support/run.h"

#include <assert.h>
#include <ebur128.h>
#include <math.h>

#define RATE 48000
#define N 4800

static float samples[N];
static const float* const channels[2] = {samples, samples};

/// A sine of 1 kHz with that peak, in dBFS
static void
push(LoudnessMeter* meter, double peak, double seconds, uint32_t n_channels)
{
  const double gain = pow(10.0, peak / 20.0);
  for (int i = 0; i < N; ++i) {
    const double t = 2.0 * 3.14159265358979 * i / 48.0;
    samples[i] = (float)(gain * sin(t));
  }
  for (int i = 0; i < (int)lround(seconds * 10.0); ++i) {
    assert(loudness_meter_push(meter, channels, n_channels, N));
  }
}

static void
test_sine(uint32_t n_channels)
{
  LoudnessMeter* const meter = loudness_meter_new(RATE, true, NULL);
  assert(meter);
  assert(isnan(loudness_meter_read(meter).short_term));
  push(meter, -36.0, 10.0, n_channels); // Test case 3 of Tech 3341
  push(meter, -23.0, 60.0, n_channels);
  assert(fabs(loudness_meter_true_peak(meter) + 23.0) < 0.2);
  push(meter, -36.0, 10.0, n_channels);
  const Loudness loudness = loudness_meter_read(meter);
  assert(fabs(loudness.momentary + 36.0) < 0.1);
  assert(fabs(loudness.short_term + 36.0) < 0.1);
  assert(fabs(loudness.integrated + 23.0) < 0.1);
  loudness_meter_free(meter);
}

static void
test_span(void)
{
  LoudnessMeter* const meter = loudness_meter_new(RATE, false, NULL);
  assert(meter);
  push(meter, -20.0, 5.0, 2);
  loudness_meter_restart(meter);
  assert(fabs(loudness_meter_momentary(meter) + 20.0) < 0.1);
  assert(isnan(loudness_meter_read(meter).integrated));
  push(meter, -30.0, 5.0, 2);
  assert(fabs(loudness_meter_read(meter).integrated + 30.0) < 0.1);
  assert(isnan(loudness_meter_true_peak(meter)));
  push(meter, -30.0, 5.0, 1);
  push(meter, -30.0, 5.0, 2);
  assert(fabs(loudness_meter_read(meter).integrated + 30.0) < 0.1);
  loudness_meter_free(meter);
}

static void
test_silence(void)
{
  LoudnessMeter* const meter = loudness_meter_new(RATE, false, NULL);
  assert(meter);
  push(meter, -20.0, 1.0, 2);
  for (int i = 0; i < N; ++i) {
    samples[i] = i % 2 ? NAN : INFINITY;
  }
  for (int i = 0; i < 40; ++i) {
    assert(loudness_meter_push(meter, channels, 2, N));
  }
  assert(loudness_meter_read(meter).short_term <= LOUDNESS_FLOOR);
  push(meter, -20.0, 4.0, 2);
  assert(fabs(loudness_meter_read(meter).short_term + 20.0) < 0.1);
  loudness_meter_free(meter);
}

/// Noise whose level wanders, as programmes do; both by us and by the library
/// alone
static void
test_library(uint32_t rate)
{
  enum { SIZE = 700 };
  float noise[2][SIZE];
  float frames[2 * SIZE];
  const float* const pointers[2] = {noise[0], noise[1]};
  LoudnessMeter* const meter = loudness_meter_new(rate, true, NULL);
  ebur128_state* state =
      ebur128_init(2, rate,
                   EBUR128_MODE_S | EBUR128_MODE_I | EBUR128_MODE_LRA |
                       EBUR128_MODE_HISTOGRAM | EBUR128_MODE_TRUE_PEAK);
  assert(meter && state);
  uint32_t random = 1;
  double peak = -200.0;
  const uint32_t n = 60 * rate / SIZE;
  for (uint32_t i = 0; i < n; ++i) {
    const double gain = 0.2 * pow(10.0, -1.5 + 1.5 * sin(i * 9.0 / n));
    for (int k = 0; k < 2 * SIZE; ++k) {
      random = random * 1664525u + 1013904223u;
      frames[k] = (float)(gain * ((double)random / 2147483648.0 - 1.0));
      noise[k % 2][k / 2] = frames[k];
    }
    assert(loudness_meter_push(meter, pointers, 2, SIZE));
    peak = fmax(peak, loudness_meter_true_peak(meter));
    assert(!ebur128_add_frames_float(state, frames, SIZE));
  }
  const Loudness ours = loudness_meter_read(meter);
  double value = 0.0;
  assert(!ebur128_loudness_global(state, &value));
  assert(fabs(ours.integrated - value) < 0.02);
  assert(!ebur128_loudness_range(state, &value));
  assert(value > 5.0 && fabs(ours.range - value) < 0.11);
  assert(!ebur128_loudness_shortterm(state, &value));
  assert(fabs(ours.short_term - value) < 0.5); // Of up to 100 ms before
  assert(!ebur128_true_peak(state, 0, &value));
  double other = 0.0;
  assert(!ebur128_true_peak(state, 1, &other));
  assert(fabs(peak - 20.0 * log10(fmax(value, other))) < 0.001);
  loudness_meter_free(meter);
  ebur128_destroy(&state);
}

int
main(void)
{
  RUN(test_sine(1));
  RUN(test_sine(2));
  RUN(test_span());
  RUN(test_silence());
  RUN(test_library(48000));
  RUN(test_library(44100));
  return 0;
}
