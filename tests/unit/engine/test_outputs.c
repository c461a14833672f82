// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#undef NDEBUG
#define _POSIX_C_SOURCE 200809L // base/clock.h

#include "engine/outputs.h"
#include "tests/support/run.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>

#define RATE 48000.0
#define N_TAGS 3u

static void
set(Outputs* outputs, float a, float b, float c)
{
  float* const target = outputs_target(outputs);
  target[0] = a;
  target[1] = b;
  target[2] = c;
}

static bool
near(float a, double b)
{
  return fabs((double)a - b) < 1e-5;
}

static void
test_at_once_without_smoothing(void)
{
  Outputs* const outputs = outputs_new(N_TAGS, RATE);
  const float* const values = outputs_values(outputs);
  assert(values[0] == 0.0f && values[1] == 0.0f && values[2] == 0.0f);
  set(outputs, 0.25f, 0.5f, 1.0f);
  outputs_advance(outputs, 0, 0.0f); // run(0) shows it too
  assert(values[0] == 0.25f && values[1] == 0.5f && values[2] == 1.0f);
  outputs_reset(outputs);
  outputs_advance(outputs, 64, 0.0f);
  assert(values[0] == 0.0f && values[1] == 0.0f && values[2] == 0.0f);
  outputs_free(outputs);
}

/// The course does not depend on how the time is cut up
static void
test_time_constant(void)
{
  static const uint32_t blocks[] = {1, 7, 64, 1000, 8192, 24000};
  for (uint32_t i = 0; i < sizeof(blocks) / sizeof(blocks[0]); ++i) {
    Outputs* const outputs = outputs_new(N_TAGS, RATE);
    const float* const values = outputs_values(outputs);
    set(outputs, 1.0f, 0.5f, 0.0f);
    for (uint32_t left = 24000; left;) {
      const uint32_t n = left < blocks[i] ? left : blocks[i];
      outputs_advance(outputs, n, 0.5f);
      left -= n;
    }
    const double way = 1.0 - exp(-1.0);
    assert(fabs((double)values[0] - way) < 1e-3);
    assert(fabs((double)values[1] - way / 2.0) < 1e-3);
    assert(values[2] == 0.0f);

    outputs_advance(outputs, 0, 0.5f); // No time, no change
    assert(fabs((double)values[0] - way) < 1e-3);
    outputs_free(outputs);
  }
}

static void
test_arrives(void)
{
  Outputs* const outputs = outputs_new(N_TAGS, RATE);
  const float* const values = outputs_values(outputs);
  set(outputs, 0.9f, 0.1f, 0.0f);
  for (uint32_t i = 0; i < 2000; ++i) {
    const float before = values[0];
    outputs_advance(outputs, 512, 1.0f);
    assert(values[0] >= before && values[0] <= 0.9f); // No overshoot
  }
  assert(near(values[0], 0.9) && near(values[1], 0.1));
  outputs_free(outputs);
}

/// Whatever comes in, probabilities come out
static void
test_bad_targets(void)
{
  static const float bad[] = {NAN, INFINITY, -INFINITY, -1.0f, 2.0f, 1e-40f};
  static const float taken[] = {0.0f, 1.0f, 0.0f, 0.0f, 1.0f, 0.0f};
  Outputs* const outputs = outputs_new(N_TAGS, RATE);
  const float* const values = outputs_values(outputs);
  for (uint32_t i = 0; i < sizeof(bad) / sizeof(bad[0]); ++i) {
    set(outputs, bad[i], 0.0f, 0.0f);
    outputs_advance(outputs, 64, 0.1f);
    assert(values[0] >= 0.0f && values[0] <= 1.0f);
    outputs_advance(outputs, 64, 0.0f);
    assert(near(values[0], (double)taken[i]));
  }
  outputs_free(outputs);
}

static uint32_t
top_of(Outputs* outputs, float a, float b, float c)
{
  set(outputs, a, b, c);
  outputs_advance(outputs, 64, 0.0f);
  return outputs_top(outputs, 0.5f, 0.125f);
}

static void
test_top(void)
{
  Outputs* const outputs = outputs_new(N_TAGS, RATE);
  assert(top_of(outputs, 0.0f, 0.0f, 0.0f) == 0);
  assert(top_of(outputs, 0.4f, 0.1f, 0.2f) == 0); // Below the threshold
  assert(top_of(outputs, 0.5f, 0.1f, 0.2f) == 1); // Reaches it
  assert(top_of(outputs, 0.5f, 0.6f, 0.2f) == 1); // Ahead, but not by enough
  assert(top_of(outputs, 0.5f, 0.7f, 0.2f) == 2);
  assert(top_of(outputs, 0.6f, 0.7f, 0.7f) == 2);
  assert(top_of(outputs, 0.0f, 0.4f, 0.0f) == 2); // Not below by enough
  assert(top_of(outputs, 0.0f, 0.4f, 0.5f) == 2); // Not ahead by enough
  assert(top_of(outputs, 0.0f, 0.3f, 0.5f) == 3);
  assert(top_of(outputs, 0.0f, 0.3f, 0.3f) == 0);
  assert(top_of(outputs, 0.4f, 0.4f, 0.4f) == 0);
  assert(top_of(outputs, 0.0f, 0.0f, 0.6f) == 3);
  outputs_reset(outputs);
  assert(outputs_top(outputs, 0.5f, 0.125f) == 0);
  outputs_free(outputs);
}

static void
test_left_out(void)
{
  Outputs* const outputs = outputs_new(N_TAGS, RATE);
  outputs_set_unranked(outputs, 0);
  assert(top_of(outputs, 0.9f, 0.1f, 0.2f) == 0);
  assert(top_of(outputs, 0.9f, 0.6f, 0.2f) == 2);
  outputs_set_unranked(outputs, 1);
  outputs_set_unranked(outputs, 2);
  outputs_reset(outputs);
  assert(top_of(outputs, 0.9f, 0.9f, 0.9f) == 0);
  outputs_free(outputs);
}

/// A threshold of 0 means any tag, but silence has none
static void
test_top_without_threshold(void)
{
  Outputs* const outputs = outputs_new(N_TAGS, RATE);
  assert(outputs_top(outputs, 0.0f, 0.0f) == 0);
  set(outputs, 0.0f, 0.01f, 0.0f);
  outputs_advance(outputs, 64, 0.0f);
  assert(outputs_top(outputs, 0.0f, 0.0f) == 2);
  set(outputs, 0.0f, 0.0f, 0.0f);
  outputs_advance(outputs, 64, 0.0f);
  assert(outputs_top(outputs, 0.0f, 0.5f) == 0);
  outputs_free(outputs);
}

int
main(void)
{
  RUN(test_at_once_without_smoothing());
  RUN(test_time_constant());
  RUN(test_arrives());
  RUN(test_bad_targets());
  RUN(test_top());
  RUN(test_left_out());
  RUN(test_top_without_threshold());
  return 0;
}
