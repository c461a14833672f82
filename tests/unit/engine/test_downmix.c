// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// Channels to mono: ordinary stereo is the mean to the bit, opposite phase is
// heard, nothing clicks, and the blocks do not matter

#undef NDEBUG

#include "engine/downmix.h"
#include "tests/support/random.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RATE 48000.0
#define N 48000u

static float left[N];
static float right[N];
static float mixed[N];
static float other[N];

static void
mix(uint32_t block, float* to)
{
  const float* const channels[] = {left, right};
  Downmix downmix;
  downmix_init(&downmix, RATE);
  for (uint32_t i = 0; i < N; i += block) {
    const uint32_t n = N - i < block ? N - i : block;
    downmix_process(&downmix, channels, 2, i, n, to + i);
  }
}

static double
power(const float* samples, uint32_t begin, uint32_t end)
{
  double sum = 0.0;
  for (uint32_t i = begin; i < end; ++i) {
    sum += (double)samples[i] * (double)samples[i];
  }
  return sum / (end - begin);
}

/// Noise that both channels have, and noise of their own
static void
fill(float common, float own_left, float own_right, float phase)
{
  Random random = {11};
  for (uint32_t i = 0; i < N; ++i) {
    const float x = random_uniform(&random, -0.3f, 0.3f);
    left[i] = common * x + own_left * random_uniform(&random, -0.3f, 0.3f);
    right[i] =
        common * phase * x + own_right * random_uniform(&random, -0.3f, 0.3f);
  }
}

/// In phase, to one side, and of two sources that have nothing in common
static void
test_ordinary(void)
{
  static const float cases[][3] = {{1.0f, 0.0f, 0.0f}, {1.0f, 0.5f, 0.5f},
                                   {0.0f, 1.0f, 1.0f}, {0.0f, 1.0f, 0.0f},
                                   {0.0f, 0.0f, 1.0f}, {0.1f, 1.0f, 0.3f}};
  for (size_t c = 0; c < sizeof(cases) / sizeof(cases[0]); ++c) {
    fill(cases[c][0], cases[c][1], cases[c][2], 1.0f);
    mix(N, mixed);
    for (uint32_t i = 0; i < N; ++i) {
      assert(mixed[i] == 0.5f * left[i] + 0.5f * right[i]);
    }
  }
}

/// As loud as in phase, from the first millisecond, and with music beside it
static void
test_opposite(void)
{
  fill(1.0f, 0.0f, 0.0f, -1.0f);
  mix(N, mixed);
  assert(fabs(power(mixed, 64, N) / power(left, 64, N) - 1.0) < 0.01);
  assert(power(mixed, 48, 480) > 0.5 * power(left, 48, 480));
  fill(1.0f, 0.2f, 0.2f, -1.0f);
  mix(N, mixed);
  assert(power(mixed, 4800, N) > 0.8 * power(left, 4800, N));
}

static void
test_blocks(void)
{
  static const uint32_t blocks[] = {1, 5, 31, 32, 64, 1000};
  fill(1.0f, 0.3f, 0.3f, -1.0f);
  for (uint32_t i = N / 2; i < N; ++i) {
    right[i] = left[i];
  }
  mix(N, mixed);
  for (size_t i = 0; i < sizeof(blocks) / sizeof(blocks[0]); ++i) {
    mix(blocks[i], other);
    assert(!memcmp(mixed, other, sizeof(mixed)));
  }
}

/// A tone whose phase relation turns: no step is larger than the tone's own by
/// more than the lean can move
static void
test_clicks(void)
{
  const double omega = 2.0 * 3.14159265358979 * 200.0 / RATE;
  float largest = 0.0f;
  for (uint32_t i = 0; i < N; ++i) {
    const double turn = 3.14159265358979 * i / N; // In phase to opposite
    left[i] = (float)(0.5 * sin(omega * i));
    right[i] = (float)(0.5 * sin(omega * i + turn));
  }
  mix(N, mixed);
  for (uint32_t i = 1; i < N; ++i) {
    largest = fmaxf(largest, fabsf(mixed[i] - mixed[i - 1]));
  }
  assert((double)largest < 1.2 * 0.5 * omega);
  assert(power(mixed, N - 4800, N) > 0.5 * power(left, N - 4800, N));
}

static void
test_bad_input(void)
{
  const float* channels[] = {left, NULL, right};
  Downmix downmix;
  fill(1.0f, 0.0f, 0.0f, -1.0f);
  left[100] = NAN;
  right[200] = INFINITY;
  left[300] = -INFINITY;
  left[400] = 1e30f;
  mix(N, mixed);
  for (uint32_t i = 0; i < N; ++i) {
    assert(fabsf(mixed[i]) <= 2.0f * DOWNMIX_LIMIT);
  }
  assert(fabs(power(mixed, N / 2, N) / power(left, N / 2, N) - 1.0) < 0.01);

  downmix_init(&downmix, RATE);
  downmix_process(&downmix, channels, 2, 500, 100, mixed); // Right is silent
  for (uint32_t i = 0; i < 100; ++i) {
    assert(mixed[i] == 0.5f * left[500 + i]);
  }
  downmix_process(&downmix, channels, 3, 500, 100, mixed);
  for (uint32_t i = 0; i < 100; ++i) {
    assert(fabsf(mixed[i] - (left[500 + i] + right[500 + i]) / 3.0f) < 1e-6f);
  }
}

int
main(void)
{
  test_ordinary();
  test_opposite();
  test_blocks();
  test_clicks();
  test_bad_input();
  return 0;
}
