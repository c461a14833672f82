// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "model/arithmetic.h"

#include <math.h>
#include <string.h>

EARMARK_REALTIME static void
float_load(const Network* network, const float* frame, void* column)
{
  memcpy(column, frame, network->front_end.bands * sizeof(float));
}

/// y = x @ w + b: x[n_in], w[n_in][n_out]
static void
affine(const float* x,
       const float* w,
       const float* b,
       float* y,
       uint32_t n_in,
       uint32_t n_out)
{
  memcpy(y, b, n_out * sizeof(float));
  for (uint32_t i = 0; i < n_in; ++i, w += n_out) {
    for (uint32_t o = 0; o < n_out; ++o) {
      y[o] += x[i] * w[o];
    }
  }
}

EARMARK_REALTIME static void
float_slide(void* window, const void* column, uint32_t bands, uint32_t frames)
{
  float* const x = (float*)window;
  const float* const fresh = (const float*)column;
  memmove(x, x + 1, ((size_t)bands * frames - 1) * sizeof(float));
  for (uint32_t b = 0; b < bands; ++b) {
    x[(size_t)(b + 1) * frames - 1] = fresh[b];
  }
}

EARMARK_REALTIME static void
float_bank(const Kernels* kernels,
           const Bank* bank,
           const void* window,
           void* y,
           void* scratch)
{
  (void)kernels;
  float* const out = (float*)y;
  float* const sums = (float*)scratch;
  memset(out, 0, bank->n_out * sizeof(float));
  for (uint32_t p = 0; p < bank->positions; ++p) {
    affine((const float*)window + (size_t)p * bank->stride * bank->frames,
           (const float*)bank->weight, bank->bias, sums,
           bank->bands * bank->frames, bank->n_out);
    for (uint32_t o = 0; o < bank->n_out; ++o) {
      out[o] = fmaxf(out[o], sums[o]);
    }
  }
}

EARMARK_REALTIME static void
float_conv(const Kernels* kernels,
           const Level* level,
           const void* x,
           uint32_t n_columns,
           void* y,
           void* scratch)
{
  (void)kernels;
  (void)scratch;
  float* const out = (float*)y;
  for (uint32_t c = 0; c < n_columns; ++c) {
    affine((const float*)x + c * level->n_in, (const float*)level->weight,
           level->bias, out + c * level->n_out, level->length * level->n_in,
           level->n_out);
  }
  for (uint32_t o = 0; o < n_columns * level->n_out; ++o) {
    out[o] = fmaxf(out[o], 0.0f);
  }
}

EARMARK_REALTIME static void
float_max(void* y, const void* x, uint32_t n)
{
  float* const a = (float*)y;
  const float* const b = (const float*)x;
  for (uint32_t i = 0; i < n; ++i) {
    a[i] = a[i] > b[i] ? a[i] : b[i];
  }
}

EARMARK_REALTIME static void
float_add(double* sum, const void* x, double sign, uint32_t n)
{
  const float* const b = (const float*)x;
  for (uint32_t i = 0; i < n; ++i) {
    sum[i] += sign * (double)b[i];
  }
}

EARMARK_REALTIME static void
float_dense(const Kernels* kernels,
            const Dense* dense,
            const float* x,
            float* y,
            void* scratch)
{
  (void)kernels;
  (void)scratch;
  affine(x, (const float*)dense->weight, dense->bias, y, dense->n_in,
         dense->n_out);
}

const Arithmetic arithmetic_float = {sizeof(float), float_load, float_slide,
                                     float_bank,    float_conv, float_max,
                                     float_add,     float_dense};
