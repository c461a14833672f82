// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// Levels, correlation, clipping and bad samples

#undef NDEBUG

#include "tools/watch/meter/signal_level.h"

#include "tests/support/run.h"

#include <assert.h>
#include <math.h>

#define N 4800

static float left[N];
static float right[N];
static const float* const channels[2] = {left, right};

static void
fill(float left_gain, float right_gain, double right_phase)
{
  for (int i = 0; i < N; ++i) {
    const double t = 2.0 * 3.14159265358979 * i / 48.0;
    left[i] = left_gain * (float)sin(t);
    right[i] = right_gain * (float)sin(t + right_phase);
  }
}

static void
test_stereo(void)
{
  SignalLevel level = {0};
  fill(0.5f, -0.25f, 0.0);
  signal_level_push(&level, channels, 2, N);
  assert(fabs(signal_level_rms_left(&level) + 9.03) < 0.01);
  assert(fabs(signal_level_rms_right(&level) + 15.05) < 0.01);
  assert(fabs(signal_level_correlation(&level) + 1.0) < 1e-6);
  assert(fabs(level.peak_left - 0.5) < 1e-6);
  assert(!level.n_clipped && !level.n_bad);

  SignalLevel other = {0};
  fill(0.5f, 0.5f, 1.57079632679);
  signal_level_push(&other, channels, 2, N);
  assert(fabs(signal_level_correlation(&other)) < 1e-6);
  signal_level_add(&level, &other);
  assert(level.n == 2 * N);
  assert(fabs(signal_level_rms_left(&level) + 9.03) < 0.01);
}

static void
test_one_channel(void)
{
  SignalLevel level = {0};
  assert(isnan(signal_level_rms_left(&level)));
  fill(0.5f, 0.0f, 0.0);
  signal_level_push(&level, channels, 1, N);
  assert(fabs(signal_level_rms_right(&level) + 9.03) < 0.01);
  assert(isnan(signal_level_correlation(&level)));

  SignalLevel lost = {0};
  signal_level_push(&lost, channels, 2, N);
  assert(signal_level_rms_right(&lost) <= SIGNAL_LEVEL_FLOOR);
  assert(isnan(signal_level_correlation(&lost)));
}

static void
test_bad(void)
{
  SignalLevel level = {0};
  fill(1.0f, 0.5f, 0.0);
  left[0] = NAN;
  right[0] = INFINITY;
  signal_level_push(&level, channels, 2, N);
  assert(level.n_bad == 2);
  assert(level.n_clipped == 200); // Both peaks of each of 100 periods
  assert(fabs(signal_level_rms_left(&level) + 3.01) < 0.01);
}

int
main(void)
{
  RUN(test_stereo());
  RUN(test_one_channel());
  RUN(test_bad());
  return 0;
}
