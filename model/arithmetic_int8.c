// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "model/arithmetic.h"

#include <string.h>

#define LOW_BITS 6u

_Static_assert((1 << LOW_BITS) - 1 <= KERNELS_LIGHT_COLUMN &&
                   NETWORK_U12_MAX >> LOW_BITS <= KERNELS_LIGHT_COLUMN,
               "halves of dense inputs");

/// clamp(rint(value * scale), 0, max), in steps that compilers vectorise
static inline uint32_t
quantise(float value, float scale, float max)
{
  const float scaled = value * scale;
  const float positive = scaled > 0.0f ? scaled : 0.0f; // NaN becomes 0
  // What is added leaves no bits for fractions, so that the sum is rounded
  const float whole = (positive < max ? positive : max) + 0x1.8p23f;
  uint32_t bits = 0;
  memcpy(&bits, &whole, sizeof(bits));
  return bits & 0xFFFFu;
}

EARMARK_REALTIME static void
int8_load(const Network* network, const float* frame, void* column)
{
  uint8_t* const y = (uint8_t*)column;
  for (uint32_t i = 0; i < network->front_end.bands; ++i) {
    y[i] = (uint8_t)quantise(frame[i], network->input_scale, KERNELS_U7_MAX);
  }
}

EARMARK_REALTIME static void
int8_slide(void* window, const void* column, uint32_t bands, uint32_t frames)
{
  // What each band loses is overwritten as the newest of the band before
  uint8_t* const x = (uint8_t*)window;
  const uint8_t* const fresh = (const uint8_t*)column;
  memmove(x, x + 1, (size_t)bands * frames - 1);
  for (uint32_t b = 0; b < bands; ++b) {
    x[(size_t)(b + 1) * frames - 1] = fresh[b];
  }
}

/// most[o] = the largest of itself and of acc[c, o].  Not in the kernels:
/// keeping it in their registers saves too little.
static void
keep_largest(int32_t* restrict most,
             const int32_t* restrict acc,
             uint32_t n_columns,
             uint32_t n_out)
{
  for (uint32_t c = 0; c < n_columns; ++c, acc += n_out) {
    for (uint32_t o = 0; o < n_out; ++o) {
      most[o] = most[o] > acc[o] ? most[o] : acc[o];
    }
  }
}

EARMARK_REALTIME static void
int8_bank(const Kernels* kernels,
          const Bank* bank,
          const void* window,
          void* y,
          void* scratch)
{
  // Positions are columns to the kernel: the bands of a window lie so that each
  // begins `step` bytes after the one before
  const size_t step = (size_t)bank->stride * bank->frames;
  const uint32_t n_out = bank->n_out;
  const Weights w = {(const int8_t*)bank->weight, bank->n_in, n_out,
                     bank->light};
  const uint32_t room =
      ARITHMETIC_SCRATCH / (uint32_t)sizeof(int32_t) / n_out - 1;
  int32_t* const most = (int32_t*)scratch;
  int32_t* const acc = most + n_out;
  const uint8_t* x = (const uint8_t*)window;
  for (uint32_t o = 0; o < n_out; ++o) {
    most[o] = INT32_MIN;
  }
  for (uint32_t left = bank->positions, n = 0; left; left -= n) {
    n = left < room ? left : room;
    kernels->dot(acc, x, step, n, &w);
    keep_largest(most, acc, n, n_out);
    x += n * step;
  }
  kernels->requantise((uint8_t*)y, most, bank->scale, bank->bias, n_out);
}

EARMARK_REALTIME static void
int8_conv(const Kernels* kernels,
          const Level* level,
          const void* x,
          uint32_t n_columns,
          void* y,
          void* scratch)
{
  const uint32_t n_out = level->n_out;
  const Weights w = {(const int8_t*)level->weight, level->length * level->n_in,
                     n_out, level->light};
  int32_t* const acc = (int32_t*)scratch;
  kernels->dot(acc, (const uint8_t*)x, level->n_in, n_columns, &w);
  for (uint32_t c = 0; c < n_columns; ++c) {
    kernels->requantise((uint8_t*)y + c * n_out, acc + c * n_out, level->scale,
                        level->bias, n_out);
  }
}

EARMARK_REALTIME static void
int8_max(void* y, const void* x, uint32_t n)
{
  uint8_t* const a = (uint8_t*)y;
  const uint8_t* const b = (const uint8_t*)x;
  for (uint32_t i = 0; i < n; ++i) {
    a[i] = a[i] > b[i] ? a[i] : b[i];
  }
}

EARMARK_REALTIME static void
int8_add(double* sum, const void* x, double sign, uint32_t n)
{
  const uint8_t* const b = (const uint8_t*)x;
  for (uint32_t i = 0; i < n; ++i) {
    sum[i] += sign * b[i];
  }
}

EARMARK_REALTIME static void
int8_dense(const Kernels* kernels,
           const Dense* dense,
           const float* x,
           float* y,
           void* scratch)
{
  // Inputs and outputs are at most NETWORK_MAX_INPUTS each: all fits in the
  // scratch
  const uint32_t n_in = dense->n_in;
  const uint32_t n_out = dense->n_out;
  int32_t* const acc = (int32_t*)scratch;
  int32_t* const acc_high = acc + n_out;
  uint8_t* restrict const low = (uint8_t*)(acc + 2 * (size_t)n_out);
  uint8_t* restrict const high = low + n_in;
  const float* const scale = dense->input_scale; // Bytes may alias anything
  for (uint32_t i = 0; i < n_in; ++i) {
    const uint32_t q = quantise(x[i], scale[i], NETWORK_U12_MAX);
    low[i] = (uint8_t)(q & ((1u << LOW_BITS) - 1u));
    high[i] = (uint8_t)(q >> LOW_BITS);
  }

  // Two columns for the kernel, which reads the weights once for both; of six
  // bits each, so that they are light whatever the weights
  const Weights w = {(const int8_t*)dense->weight, n_in, n_out, true};
  kernels->dot(acc, low, n_in, 2, &w);
  for (uint32_t o = 0; o < n_out; ++o) {
    const int32_t sum = acc[o] + acc_high[o] * (int32_t)(1u << LOW_BITS);
    const float product = (float)sum * dense->scale[o];
    y[o] = product + dense->bias[o];
  }
}

const Arithmetic arithmetic_int8 = {sizeof(uint8_t), int8_load, int8_slide,
                                    int8_bank,       int8_conv, int8_max,
                                    int8_add,        int8_dense};
