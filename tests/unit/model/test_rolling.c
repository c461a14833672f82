// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// Sliding maximum and rolling mean against their definitions

#undef NDEBUG
#define _POSIX_C_SOURCE 200809L // base/clock.h

#include "model/rolling.h"
#include "tests/support/random.h"
#include "tests/support/run.h"

#include <assert.h>
#include <stdlib.h>

#define WIDTH 16u
#define COLUMNS 200u

static uint8_t columns[COLUMNS][WIDTH];

/// The mean of the newest `length` maxima of windows that end at or before `t`
static float
expected(uint32_t t, uint32_t window, uint32_t length, uint32_t channel)
{
  float sum = 0.0f;
  uint32_t n = 0;
  for (; n < length && t + 1 - n >= window; ++n) {
    uint8_t max = 0;
    for (uint32_t i = 0; i < window; ++i) {
      const uint8_t x = columns[t - n - i][channel];
      max = x > max ? x : max;
    }
    sum += max;
  }
  return n ? sum / (float)n : 0.0f;
}

static void
check(const Rolling* rolling, uint32_t t, uint32_t window, uint32_t length)
{
  float mean[WIDTH];
  rolling_mean(rolling, mean, WIDTH);
  for (uint32_t c = 0; c < WIDTH; ++c) {
    assert(mean[c] == expected(t, window, length, c));
  }
}

static void
test_definition(uint32_t window, uint32_t capacity, uint32_t length)
{
  Rolling* const rolling =
      rolling_new(&arithmetic_int8, WIDTH, window, capacity);
  assert(rolling);
  for (int pass = 0; pass < 2; ++pass) {
    rolling_set_length(rolling, length);
    for (uint32_t t = 0; t < COLUMNS; ++t) {
      rolling_push(rolling, columns[t]);
      check(rolling, t, window, length);
    }
    rolling_reset(rolling);
  }
  rolling_free(rolling);
}

/// The length may change at any time, to any value: the mean is at once what it
/// would have been with that length all along, as far as the ring reaches
static void
test_changing_length(void)
{
  Random random = {2};
  Rolling* const rolling = rolling_new(&arithmetic_int8, WIDTH, 5, 40);
  assert(rolling);
  uint32_t length = 40;
  for (uint32_t t = 0; t < COLUMNS; ++t) {
    rolling_push(rolling, columns[t]);
    if (!random_below(&random, 3)) {
      length = random_range(&random, 1, 40);
      rolling_set_length(rolling, length);
    }
    check(rolling, t, 5, length);
  }
  rolling_set_length(rolling, 0);
  check(rolling, COLUMNS - 1, 5, 1);
  rolling_set_length(rolling, 1000000);
  check(rolling, COLUMNS - 1, 5, 40);
  rolling_free(rolling);
}

int
main(void)
{
  Random random = {1};
  for (uint32_t t = 0; t < COLUMNS; ++t) {
    for (uint32_t c = 0; c < WIDTH; ++c) {
      columns[t][c] = (uint8_t)random_below(&random, 128);
    }
  }
  RUN(test_definition(1, 1, 1));
  RUN(test_definition(1, 30, 30));
  RUN(test_definition(9, 30, 7));
  RUN(test_definition(18, 300, 300));
  RUN(test_changing_length());
  return 0;
}
