// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// Banks of 2-D filters over a stream equal the reference, to the bit in int8:
// for the sizes that networks have and for odd ones, however many frames come
// at once, on every instruction set

#undef NDEBUG
#define _POSIX_C_SOURCE 200809L // base/clock.h

#include "model/file/network_file.h"
#include "model/timbre.h"
#include "tests/support/random.h"
#include "tests/support/random_network.h"
#include "tests/support/reference_input.h"
#include "tests/support/run.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define N_FRAMES 40u

/// bands, frames, stride, filters
static const BankShape usual[] = {{64, 5, 2, 48}, {32, 5, 2, 48}};
static const BankShape odd[] = {
    {1, 1, 1, 1},    {13, 7, 1, 17}, {128, 3, 128, 5}, {3, 16, 5, 16},
    {127, 2, 1, 33}, {5, 9, 60, 2},  {4, 2, 1, 300},   {2, 1, 3, 1}};

static Network*
make_network(const BankShape* banks,
             uint32_t n_banks,
             Precision precision,
             bool light)
{
  NetworkShape shape = shape_small(precision);
  shape.front_end.bands = 128;
  shape.n_banks = n_banks;
  memcpy(shape.banks, banks, n_banks * sizeof(*banks));
  shape.timbre_window = 3;
  shape.light = light;
  return random_network_load(&shape, 1);
}

static float*
make_frames(Random* random)
{
  float* const frames = (float*)calloc(N_FRAMES, 128 * sizeof(float));
  assert(frames);
  for (uint32_t i = 0; i < N_FRAMES * 128; ++i) {
    frames[i] = random_uniform(random, 0.0f, 3.0f);
  }
  return frames;
}

/// A channel of a column, as a number
static double
value_at(const Network* network, const void* column, uint32_t channel)
{
  return network->precision == PRECISION_INT8
             ? ((const uint8_t*)column)[channel]
             : (double)((const float*)column)[channel];
}

static void
compare(const Network* network,
        const void* columns,
        uint32_t n,
        const double* wanted)
{
  const uint32_t n_in = network->branches[0].levels[0].n_in;
  for (uint32_t i = 0; i < n * n_in; ++i) {
    const double found = value_at(network, columns, i);
    if (network->precision == PRECISION_INT8) {
      assert(!(fabs(found - wanted[i]) > 0.0));
    } else {
      assert(fabs(found - wanted[i]) <= 1e-4 * (1.0 + fabs(wanted[i])));
    }
  }
}

/// All frames, in portions
static void
check(const Network* network,
      Timbre* timbre,
      const float* frames,
      Random* random)
{
  const Arithmetic* const arithmetic = arithmetic_for(network->precision);
  const uint32_t n_in = network->branches[0].levels[0].n_in;
  const uint32_t late = network->timbre.frames - 1;
  double* const wanted =
      reference_inputs(network, n_in, frames, 0, N_FRAMES - late);
  uint32_t done = 0;
  for (uint32_t t = 0, n = 0; t < N_FRAMES; t += n) {
    n = random_range(random, 1, ARITHMETIC_COLUMNS);
    n = n < N_FRAMES - t ? n : N_FRAMES - t;
    const size_t size = n_in * arithmetic->element_size;
    uint8_t* const columns = (uint8_t*)calloc(n, size); // No byte more
    assert(columns);
    for (uint32_t c = 0; c < n; ++c) {
      arithmetic->load(network, frames + (size_t)(t + c) * 128,
                       columns + c * size);
    }
    const uint32_t n_new = timbre_push(timbre, columns, n);
    assert(done + n_new == (t + n > late ? t + n - late : 0));
    compare(network, columns + (n - n_new) * size, n_new,
            wanted + (size_t)done * n_in);
    done += n_new;
    free(columns);
  }
  free(wanted);
}

static void
test_banks(const BankShape* banks,
           uint32_t n_banks,
           Precision precision,
           bool light)
{
  Network* const network = make_network(banks, n_banks, precision, light);
  for (uint32_t i = 0; i < n_banks; ++i) { // Few weights may be light by chance
    assert(!light || network->timbre.banks[i].light);
  }
  Random random = {7};
  float* const frames = make_frames(&random);
  for (unsigned k = 0; kernels_available(k); ++k) {
    Timbre* const timbre = timbre_new(network, arithmetic_for(precision),
                                      kernels_available(k), 10.0);
    assert(timbre);
    check(network, timbre, frames, &random);
    timbre_reset(timbre);
    check(network, timbre, frames, &random);
    timbre_free(timbre);
  }
  free(frames);
  network_free(network);
}

/// The largest sums that there can be
static void
test_extremes(void)
{
  const BankShape bank = {128, 16, 1, 2};
  Network* const network = make_network(&bank, 1, PRECISION_INT8, false);
  const Arithmetic* const arithmetic = arithmetic_for(PRECISION_INT8);
  int8_t* const weight =
      (int8_t*)(uintptr_t)calloc(network->timbre.banks[0].n_in, 16);
  Bank copy = network->timbre.banks[0];
  float* const scratch = (float*)calloc(1, ARITHMETIC_SCRATCH);
  uint8_t* const window = (uint8_t*)calloc(1, 128 * 16 + ARITHMETIC_SLACK);
  assert(weight && scratch && window);
  memset(window, 127, 128 * 16 + ARITHMETIC_SLACK);
  for (uint32_t i = 0; i < copy.n_in; ++i) {
    weight[i / 4 * 64 + i % 4] = 127;
    weight[i / 4 * 64 + 4 + i % 4] = -127;
  }
  const float most = 127.0f * 127.0f * 128.0f * 16.0f;
  float scale[16] = {100.0f / most, 100.0f / most};
  float bias[16] = {0.0f, 110.0f};
  copy.weight = weight;
  copy.light = false;
  copy.scale = scale;
  copy.bias = bias;
  for (unsigned k = 0; kernels_available(k); ++k) {
    uint8_t y[16] = {0};
    arithmetic->bank(kernels_available(k), &copy, window, y, scratch);
    assert(y[0] == 100 && y[1] == 10 && !y[2]);
  }
  free(window);
  free(scratch);
  free(weight);
  network_free(network);
}

int
main(void)
{
  RUN(test_banks(usual, 2, PRECISION_INT8, false));
  RUN(test_banks(usual, 2, PRECISION_INT8, true));
  RUN(test_banks(usual, 2, PRECISION_FLOAT, false));
  RUN(test_banks(odd, 8, PRECISION_INT8, false));
  RUN(test_banks(odd, 8, PRECISION_INT8, true));
  RUN(test_banks(odd, 8, PRECISION_FLOAT, false));
  RUN(test_extremes());
  return 0;
}
