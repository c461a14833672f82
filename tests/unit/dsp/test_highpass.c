// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// DC and rumble go, music stays, however the stream is cut up

#undef NDEBUG

#include "dsp/highpass.h"
#include "tests/support/random.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define RATE 22050.0
#define N 88200u

static float samples[N];
static float other[N];

/// What is left of a tone, in dB, once the filter has settled
static double
gain_at(double hz)
{
  HighPass filter;
  highpass_init(&filter, RATE);
  for (uint32_t i = 0; i < N; ++i) {
    samples[i] = (float)sin(2.0 * 3.14159265358979 * hz * i / RATE);
  }
  highpass_process(&filter, samples, N);
  double power = 0.0;
  for (uint32_t i = N / 2; i < N; ++i) {
    power += (double)samples[i] * (double)samples[i];
  }
  return 10.0 * log10(4.0 * power / N + 1e-30);
}

static void
test_response(void)
{
  assert(gain_at(2.0) < -78.0);
  assert(gain_at(5.0) < -47.0);
  assert(fabs(gain_at(10.0) + 24.1) < 0.3);
  assert(fabs(gain_at(20.0) + 3.0) < 0.1);
  assert(gain_at(41.2) > -0.05); // The lowest string of a bass guitar
  for (int i = 0; i < 12; ++i) { // 100 Hz to 8.6 kHz
    assert(fabs(gain_at(100.0 * pow(1.5, i))) < 0.01);
  }
}

static void
test_dc(void)
{
  HighPass filter;
  highpass_init(&filter, RATE);
  for (uint32_t i = 0; i < N; ++i) {
    samples[i] = 0.7f;
  }
  highpass_process(&filter, samples, N);
  for (uint32_t i = N / 4; i < N; ++i) {
    assert(fabsf(samples[i]) < 1e-6f);
  }
}

static void
test_blocks(void)
{
  Random random = {3};
  HighPass filter;
  highpass_init(&filter, RATE);
  for (uint32_t i = 0; i < N; ++i) {
    samples[i] = random_uniform(&random, -1.0f, 1.0f);
  }
  memcpy(other, samples, sizeof(other));
  highpass_process(&filter, samples, N);
  highpass_reset(&filter);
  for (uint32_t i = 0; i < N;) {
    const uint32_t n = random_range(&random, 0, 700);
    const uint32_t length = n < N - i ? n : N - i;
    highpass_process(&filter, other + i, length);
    i += length;
  }
  assert(!memcmp(samples, other, sizeof(other)));
}

int
main(void)
{
  test_response();
  test_dc();
  test_blocks();
  return 0;
}
