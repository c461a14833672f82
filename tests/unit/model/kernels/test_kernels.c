// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// Every instruction set gives the bits of the scalar table, which gives the
// exact sums

#undef NDEBUG
#define _POSIX_C_SOURCE 200809L

#include "model/kernels/kernels.h"
#include "model/network.h"
#include "tests/support/random.h"

#include <assert.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_OUT 144u
#define MAX_COLUMNS 9u
#define MAX_STEP 20u

static uint8_t u7[NETWORK_MAX_INPUTS + (MAX_COLUMNS - 1) * MAX_STEP];
static int8_t weight[NETWORK_MAX_INPUTS * MAX_OUT];
static bool low; ///< Is no column above KERNELS_LIGHT_COLUMN?

typedef enum { ZERO, RANDOM, EXTREME, LOW, LIGHT, LIGHT_EXTREME } Filling;

/// Four weights that meet in a sum of 16 bits: no more than
/// KERNELS_LIGHT_WEIGHTS
static void
make_light(Random* random, Filling filling, int8_t* pair, int8_t* next)
{
  if (filling == LIGHT_EXTREME) {
    const int sign = random_below(random, 8) ? 1 : -1;
    const int8_t four[] = {127, 127, 4, 0};
    const uint32_t turn = random_below(random, 4);
    for (uint32_t i = 0; i < 4; ++i) {
      int8_t* const w = (i < 2 ? pair : next) + i % 2;
      *w = (int8_t)(sign * four[(i + turn) % 4]);
    }
  } else {
    for (uint32_t i = 0; i < 4; ++i) {
      int8_t* const w = (i < 2 ? pair : next) + i % 2;
      *w = (int8_t)((int)random_below(random, 129) - 64);
    }
  }
}

static void
fill(Random* random, Filling filling)
{
  const bool extreme = filling == EXTREME || filling == LIGHT_EXTREME;
  low = filling == ZERO || filling == LOW;
  const bool heavy = filling == EXTREME || filling == LOW;
  for (uint32_t i = 0; i < sizeof(u7); ++i) {
    u7[i] = (uint8_t)random_below(random, 128);
    u7[i] = filling == ZERO ? 0 : (extreme ? 127 : u7[i]);
    u7[i] = filling == LOW ? KERNELS_LIGHT_COLUMN : u7[i];
  }
  for (uint32_t i = 0; i < sizeof(weight); ++i) {
    const int sign = random_below(random, 64) ? 1 : -1;
    weight[i] = heavy ? (int8_t)(sign * 127)
                      : (int8_t)((int)random_below(random, 255) - 127);
  }
  for (uint32_t i = 0; filling >= LIGHT && i < sizeof(weight); i += 2) {
    i += i / 64 % 2 ? 64 : 0; // Over the groups that are filled
    if (i < sizeof(weight)) {
      make_light(random, filling, &weight[i], &weight[i + 64]);
    }
  }
}

/// Position of a weight in a matrix packed in groups of inputs
static size_t
packed(uint32_t n_in, uint32_t i, uint32_t o)
{
  const uint32_t group = KERNELS_GROUP;
  const size_t block = (size_t)(o / 16) * (n_in / group) + i / group;
  return (block * 16 + o % 16) * group + i % group;
}

static void
check_dot(const Kernels* kernels,
          uint32_t step,
          uint32_t n_columns,
          uint32_t n_in,
          uint32_t n_out)
{
  static int32_t acc[MAX_COLUMNS * MAX_OUT];
  const Weights w = {weight, n_in, n_out,
                     low || kernels_are_light(weight, n_in, n_out)};
  kernels->dot(acc, u7, step, n_columns, &w);
  for (uint32_t c = 0; c < n_columns; ++c) {
    for (uint32_t o = 0; o < n_out; ++o) {
      int64_t sum = 0;
      for (uint32_t i = 0; i < n_in; ++i) {
        sum += u7[c * step + i] * weight[packed(n_in, i, o)];
      }
      assert(acc[c * n_out + o] == sum);
    }
  }
}

/// Columns of a conv are whole channels apart, those of a bank of 2-D filters a
/// few bytes
static void
check_dots(const Kernels* kernels, uint32_t n_in, uint32_t n_out)
{
  static const uint32_t steps[] = {16, 1, 3, 10, MAX_STEP};
  for (uint32_t n = 1; n <= (n_in > 1000 ? 2 : MAX_COLUMNS); ++n) {
    for (uint32_t i = 0; i < (n_in > 1000 ? 1 : 5); ++i) {
      check_dot(kernels, steps[i], n, n_in, n_out);
    }
  }
}

static void
check_requantise(const Kernels* kernels, Random* random)
{
  int32_t acc[MAX_OUT];
  float scale[MAX_OUT];
  float bias[MAX_OUT];
  uint8_t got[MAX_OUT];
  uint8_t wanted[MAX_OUT];
  for (uint32_t o = 0; o < MAX_OUT; ++o) {
    // Halves and values beyond both ends are frequent
    acc[o] = (int32_t)random_below(random, 20000) - 10000;
    scale[o] =
        random_below(random, 2) ? 0.5f : random_uniform(random, 0.0f, 0.03f);
    bias[o] = random_uniform(random, -30.0f, 90.0f);
    bias[o] = random_below(random, 2) ? bias[o] : 1e30f * bias[o];
  }
  kernels_scalar.requantise(wanted, acc, scale, bias, MAX_OUT);
  kernels->requantise(got, acc, scale, bias, MAX_OUT);
  assert(!memcmp(got, wanted, sizeof(got)));
  for (uint32_t o = 0; o < MAX_OUT; ++o) {
    assert(got[o] <= KERNELS_U7_MAX);
  }
}

static void
test_requantise_by_hand(void)
{
  const int32_t acc[16] = {0, 1, 2, 3, 5, 7, -1, -100, 254, 255, 1000};
  const uint8_t wanted[16] = {0, 0, 1, 2, 2, 4, 0, 0, 127, 127, 127};
  float scale[16];
  float bias[16] = {0.0f};
  uint8_t got[16];
  for (uint32_t i = 0; i < 16; ++i) {
    scale[i] = 0.5f; // 0.5 -> 0, 1.5 -> 2, 2.5 -> 2, 3.5 -> 4: half to even
  }
  for (unsigned i = 0; kernels_available(i); ++i) {
    kernels_available(i)->requantise(got, acc, scale, bias, 16);
    assert(!memcmp(got, wanted, sizeof(got)));
  }
}

static void
test_light(void)
{
  static int8_t w[2 * 16 * 32];
  assert(kernels_are_light(w, 32, 16));
  w[0] = w[1] = -127;
  w[2] = w[3] = w[4] = w[5] = 127; // Others' sums
  w[64] = 4;
  assert(kernels_are_light(w, 32, 32));
  w[65] = -1;
  assert(!kernels_are_light(w, 32, 32));
  w[65] = 0;
  w[1023] = w[1022] = w[1023 - 64] = 127;
  assert(!kernels_are_light(w, 32, 32) && kernels_are_light(w, 32, 16));
}

static void
test_choice(void)
{
  assert(!setenv("EARMARK_ISA", "scalar", 1));
  assert(kernels_best() == &kernels_scalar);
  for (unsigned i = 0; kernels_available(i); ++i) {
    assert(!setenv("EARMARK_ISA", kernels_available(i)->name, 1));
    assert(kernels_best() == kernels_available(i));
  }
  const Kernels* const forced = kernels_best();
  assert(!setenv("EARMARK_ISA", "no such thing", 1));
  assert(kernels_best() == forced); // the fastest, as without the variable
  assert(!unsetenv("EARMARK_ISA"));
  assert(kernels_best() == forced);
}

int
main(void)
{
  const Filling fillings[] = {ZERO,   EXTREME, RANDOM, RANDOM,
                              RANDOM, LOW,     LIGHT,  LIGHT_EXTREME};
  Random random = {1};
  for (uint32_t f = 0; f < sizeof(fillings) / sizeof(fillings[0]); ++f) {
    fill(&random, fillings[f]);
    assert(kernels_are_light(weight, NETWORK_MAX_INPUTS, MAX_OUT) ==
           (fillings[f] >= LIGHT));
    for (unsigned k = 0; kernels_available(k); ++k) {
      const Kernels* const kernels = kernels_available(k);
      check_dots(kernels, 16, 16);
      check_dots(kernels, 48, 32);
      check_dots(kernels, 320, 48);
      check_dots(kernels, 384, MAX_OUT);
      check_dots(kernels, NETWORK_MAX_INPUTS, MAX_OUT);
      check_requantise(kernels, &random);
    }
  }
  test_requantise_by_hand();
  test_light();
  test_choice();
  for (unsigned k = 0; kernels_available(k); ++k) {
    printf("%s\n", kernels_available(k)->name);
  }
  return 0;
}
