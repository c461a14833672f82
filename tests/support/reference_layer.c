// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tests/support/reference_layer.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

double*
reference_new(size_t n)
{
  double* const values = (double*)calloc(n ? n : 1, sizeof(double));
  assert(values);
  return values;
}

static double
weight_at(const Matrix* matrix, uint32_t i, uint32_t o)
{
  const uint32_t group = KERNELS_GROUP;
  if (!matrix->packed) {
    return (
        double)((const float*)matrix->values)[(size_t)i * matrix->n_out + o];
  }
  const size_t block = (size_t)(o / 16) * (matrix->n_in / group) + i / group;
  return (
      (const int8_t*)matrix->values)[(block * 16 + o % 16) * group + i % group];
}

double
reference_dot(const Matrix* matrix, const double* x, uint32_t o)
{
  double sum = 0.0;
  for (uint32_t i = 0; i < matrix->n_in; ++i) {
    sum += x[i] * weight_at(matrix, i, o);
  }
  return sum;
}

double
reference_quantise(float value, float max)
{
  return (double)rintf(fminf(fmaxf(value, 0.0f), max));
}

double
reference_rescale(double sum, float scale, float bias)
{
  const volatile float product = (float)sum * scale;
  return (double)(product + bias);
}

double
reference_activate(const Network* network,
                   const float* scale,
                   const float* bias,
                   double sum,
                   uint32_t o)
{
  return network->precision == PRECISION_INT8
             ? reference_quantise(
                   (float)reference_rescale(sum, scale[o], bias[o]), 127.0f)
             : fmax(0.0, sum + (double)bias[o]);
}
