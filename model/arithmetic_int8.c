// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "model/arithmetic.h"

#include <math.h>

static uint32_t
quantise(float value, float scale, float max)
{
  const float scaled = value * scale;
  const float positive = scaled > 0.0f ? scaled : 0.0f; // NaN becomes 0
  return (uint32_t)lrintf(positive < max ? positive : max);
}

static void
int8_load(const Network* network, const float* frame, void* column)
{
  uint8_t* const y = (uint8_t*)column;
  for (uint32_t i = 0; i < network->front_end.bands; ++i) {
    y[i] = (uint8_t)quantise(frame[i], network->input_scale, NETWORK_U7_MAX);
  }
}

static void
int8_conv(const Kernels* kernels,
          const Level* level,
          const void* x,
          uint32_t n_columns,
          void* y,
          void* scratch)
{
  const uint32_t n_out = level->n_out;
  int32_t* const acc = (int32_t*)scratch;
  kernels->dot_u7(acc, (const uint8_t*)x, level->n_in, n_columns,
                  (const int8_t*)level->weight, level->length * level->n_in,
                  n_out);
  for (uint32_t c = 0; c < n_columns; ++c) {
    kernels->requantise((uint8_t*)y + c * n_out, acc + c * n_out, level->scale,
                        level->bias, n_out);
  }
}

static void
int8_max(void* y, const void* x, uint32_t n)
{
  uint8_t* const a = (uint8_t*)y;
  const uint8_t* const b = (const uint8_t*)x;
  for (uint32_t i = 0; i < n; ++i) {
    a[i] = a[i] > b[i] ? a[i] : b[i];
  }
}

static void
int8_add(double* sum, const void* x, double sign, uint32_t n)
{
  const uint8_t* const b = (const uint8_t*)x;
  for (uint32_t i = 0; i < n; ++i) {
    sum[i] += sign * b[i];
  }
}

static void
int8_dense(const Kernels* kernels,
           const Dense* dense,
           const float* x,
           float* y,
           void* scratch)
{
  // Inputs and outputs are at most 4096 each: both fit in the scratch
  int32_t* const acc = (int32_t*)scratch;
  int16_t* const q = (int16_t*)(acc + dense->n_out);
  for (uint32_t i = 0; i < dense->n_in; ++i) {
    q[i] = (int16_t)quantise(x[i], dense->input_scale[i], NETWORK_U12_MAX);
  }

  kernels->dot_u12(acc, q, (const int8_t*)dense->weight, dense->n_in,
                   dense->n_out);
  for (uint32_t o = 0; o < dense->n_out; ++o) {
    const float product = (float)acc[o] * dense->scale[o];
    y[o] = product + dense->bias[o];
  }
}

const Arithmetic arithmetic_int8 = {sizeof(uint8_t), int8_load, int8_conv,
                                    int8_max,        int8_add,  int8_dense};
