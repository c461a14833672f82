// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// Loudness of signals that EBU Tech 3341 names, in both channels or in one,
// over changes of channels, and without what is no number

#undef NDEBUG

#include "tools/watch/meter/loudness_meter.h"

#include "tests/support/run.h"

#include <assert.h>
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
  assert(loudness_meter_restart(meter));
  assert(isnan(loudness_meter_momentary(meter)));
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

int
main(void)
{
  RUN(test_sine(1));
  RUN(test_sine(2));
  RUN(test_span());
  RUN(test_silence());
  return 0;
}
