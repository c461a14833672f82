// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tests/support/reference.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

static double*
new_doubles(size_t n)
{
  double* const values = (double*)calloc(n ? n : 1, sizeof(double));
  assert(values);
  return values;
}

/// A weight matrix as the file has it: packed in groups of inputs, or plain
typedef struct {
  const void* values;
  bool packed; ///< In groups of inputs; plain floats otherwise
  uint32_t n_in;
  uint32_t n_out;
} Matrix;

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

/// sum over i of x[i] * w[i, o]; exact in an int8 network
static double
dot(const Matrix* matrix, const double* x, uint32_t o)
{
  double sum = 0.0;
  for (uint32_t i = 0; i < matrix->n_in; ++i) {
    sum += x[i] * weight_at(matrix, i, o);
  }
  return sum;
}

static double
quantise(float value, float max)
{
  return (double)rintf(fminf(fmaxf(value, 0.0f), max));
}

/// scale * sum + bias, rounded twice as the file format says
static double
rescale(double sum, float scale, float bias)
{
  const volatile float product = (float)sum * scale;
  return (double)(product + bias);
}

/// One output of a level's conv and ReLU
static double
convolve(const Network* network, const Level* spec, const double* x, uint32_t o)
{
  const bool quantised = network->precision == PRECISION_INT8;
  const Matrix matrix = {spec->weight, quantised, spec->length * spec->n_in,
                         spec->n_out};
  const double sum = dot(&matrix, x, o);
  return quantised
             ? quantise((float)rescale(sum, spec->scale[o], spec->bias[o]),
                        127.0f)
             : fmax(0.0, sum + (double)spec->bias[o]);
}

/// Input columns of the network, first..first+n-1: [n][n_in]
static double*
load_columns(const Network* network,
             uint32_t n_in,
             const float* frames,
             uint32_t first,
             uint32_t n)
{
  const uint32_t bands = network->front_end.bands;
  double* const x = new_doubles((size_t)n * n_in);
  for (uint32_t t = 0; t < n; ++t) {
    for (uint32_t c = 0; c < bands; ++c) {
      const float value = frames[(size_t)(first + t) * bands + c];
      x[(size_t)t * n_in + c] =
          network->precision == PRECISION_INT8
              ? quantise(value * network->input_scale, 127.0f)
              : (double)value;
    }
  }
  return x;
}

/// Columns first..first+n-1 of a level's output: [n][n_out]
static double*
level_columns(const Network* network,
              const BranchSpec* branch,
              uint32_t level,
              const float* frames,
              uint32_t first,
              uint32_t n)
{
  const Level* const spec = &branch->levels[level];
  const uint32_t n_convs = n * spec->pool;
  const uint32_t first_in = first * spec->pool;
  const uint32_t n_columns = n_convs + spec->length - 1;
  double* const x =
      level ? level_columns(network, branch, level - 1, frames, first_in,
                            n_columns)
            : load_columns(network, spec->n_in, frames, first_in, n_columns);

  double* const y = new_doubles((size_t)n * spec->n_out);
  for (uint32_t t = 0; t < n_convs; ++t) {
    for (uint32_t o = 0; o < spec->n_out; ++o) {
      double* const out = &y[(size_t)(t / spec->pool) * spec->n_out + o];
      *out = fmax(*out, convolve(network, spec, x + (size_t)t * spec->n_in, o));
    }
  }
  free(x);
  return y;
}

uint32_t
reference_columns(const BranchSpec* branch, uint32_t level, uint32_t n_frames)
{
  uint32_t n = n_frames;
  for (uint32_t i = 0; i <= level; ++i) {
    const Level* const spec = &branch->levels[i];
    n = n < spec->length ? 0 : (n - spec->length + 1) / spec->pool;
  }
  return n;
}

void
reference_window(const Network* network,
                 const BranchSpec* branch,
                 uint32_t level,
                 const float* frames,
                 uint32_t last,
                 double* maxima)
{
  const Level* const spec = &branch->levels[level];
  const uint32_t first = last + 1 - spec->window;
  double* const y =
      level_columns(network, branch, level, frames, first, spec->window);
  for (uint32_t o = 0; o < spec->filters; ++o) {
    maxima[o] = y[o];
    for (uint32_t t = 1; t < spec->window; ++t) {
      maxima[o] = fmax(maxima[o], y[(size_t)t * spec->n_out + o]);
    }
  }
  free(y);
}

/// One level's features: the mean over its newest windows
static void
level_features(const Network* network,
               const BranchSpec* branch,
               uint32_t level,
               const float* frames,
               uint32_t n_frames,
               double seconds,
               float* features)
{
  const Level* const spec = &branch->levels[level];
  const uint32_t n_columns = reference_columns(branch, level, n_frames);
  const uint32_t n_windows =
      n_columns < spec->window ? 0 : n_columns - spec->window + 1;
  const double wanted = rint(seconds * network->front_end.rate /
                             network->front_end.hop / spec->stride);
  const uint32_t length = wanted > 1.0 ? (uint32_t)wanted : 1;
  const uint32_t n = length < n_windows ? length : n_windows;

  double* const sum = new_doubles(spec->filters);
  double* const maxima = new_doubles(spec->filters);
  for (uint32_t w = 0; w < n; ++w) {
    const uint32_t last = n_columns - 1 - w;
    reference_window(network, branch, level, frames, last, maxima);
    for (uint32_t o = 0; o < spec->filters; ++o) {
      sum[o] += maxima[o];
    }
  }
  for (uint32_t o = 0; o < spec->filters; ++o) {
    features[o] = n ? (float)sum[o] / (float)n : 0.0f;
  }
  free(maxima);
  free(sum);
}

void
reference_features(const Network* network,
                   const float* frames,
                   uint32_t n_frames,
                   double seconds,
                   float* features)
{
  for (uint32_t b = 0; b < network->n_branches; ++b) {
    const BranchSpec* const branch = &network->branches[b];
    for (uint32_t l = 0; l < branch->n_levels; ++l) {
      level_features(network, branch, l, frames, n_frames, seconds, features);
      features += branch->levels[l].filters;
    }
  }
}

/// One layer, before its activation
static double*
dense_layer(const Network* network, const Dense* dense, const double* in)
{
  const bool quantised = network->precision == PRECISION_INT8;
  const Matrix matrix = {dense->weight, quantised, dense->n_in, dense->n_out};
  double* const x = new_doubles(dense->n_in);
  double* const y = new_doubles(dense->n_out);
  for (uint32_t i = 0; i < dense->n_in; ++i) {
    x[i] = quantised ? quantise((float)in[i] * dense->input_scale[i], 4095.0f)
                     : in[i];
  }
  for (uint32_t o = 0; o < dense->n_out; ++o) {
    const double sum = dot(&matrix, x, o);
    y[o] = quantised ? rescale(sum, dense->scale[o], dense->bias[o])
                     : sum + (double)dense->bias[o];
  }
  free(x);
  return y;
}

void
reference_head(const Network* network,
               const float* features,
               double level,
               float* probabilities)
{
  double* x = new_doubles(network->dense[0].n_in);
  for (uint32_t i = 0; i < network->n_features; ++i) {
    x[i] = (double)features[i];
  }
  for (uint32_t l = 0; l < network->n_dense; ++l) {
    const Dense* const dense = &network->dense[l];
    double* const y = dense_layer(network, dense, x);
    free(x);
    x = y;
    for (uint32_t o = 0; l + 1 < network->n_dense && o < dense->n_out; ++o) {
      x[o] = fmax(0.0, x[o]);
    }
  }
  for (uint32_t i = 0; i < network->n_level_outputs; ++i) {
    const LevelOutput* const output = &network->level_outputs[i];
    x[output->output] += (double)output->slope * level;
  }
  for (uint32_t o = 0; o < network->n_outputs; ++o) {
    probabilities[o] = (float)(1.0 / (1.0 + exp(-x[o])));
  }
  free(x);
}
