// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "model/kernels/kernels.h"

#include <math.h>
#include <string.h>

/// A block of 16 outputs for one column
static void
sum_block(int32_t* sum, const uint8_t* x, const int8_t* w, uint32_t n_in)
{
  memset(sum, 0, KERNELS_PAD * sizeof(*sum));
  for (uint32_t i = 0; i < n_in; i += 4, w += 4 * KERNELS_PAD) {
    for (uint32_t o = 0; o < KERNELS_PAD; ++o) {
      sum[o] += x[i] * w[4 * o] + x[i + 1] * w[4 * o + 1] +
                x[i + 2] * w[4 * o + 2] + x[i + 3] * w[4 * o + 3];
    }
  }
}

EARMARK_REALTIME static void
dot(int32_t* acc,
    const uint8_t* x,
    size_t step,
    uint32_t n_columns,
    const Weights* w)
{
  for (uint32_t c = 0; c < n_columns; ++c, x += step, acc += w->n_out) {
    for (uint32_t o = 0; o < w->n_out; o += KERNELS_PAD) {
      sum_block(acc + o, x, w->values + (size_t)o * w->n_in, w->n_in);
    }
  }
}

EARMARK_REALTIME static void
requantise(uint8_t* y,
           const int32_t* acc,
           const float* scale,
           const float* bias,
           uint32_t n)
{
  for (uint32_t o = 0; o < n; ++o) {
    const float product = (float)acc[o] * scale[o];
    const float value = product + bias[o];
    const float positive = value > 0.0f ? value : 0.0f;
    y[o] =
        (uint8_t)lrintf(positive < KERNELS_U7_MAX ? positive : KERNELS_U7_MAX);
  }
}

const Kernels kernels_scalar = {"scalar", dot, requantise};
