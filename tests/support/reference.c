// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tests/support/reference.h"

#include "tests/support/reference_input.h"
#include "tests/support/reference_layer.h"

#include <math.h>
#include <stdlib.h>

/// One output of a level's conv and ReLU
static double
convolve(const Network* network, const Level* spec, const double* x, uint32_t o)
{
  const Matrix matrix = {spec->weight, network->precision == PRECISION_INT8,
                         spec->length * spec->n_in, spec->n_out};
  return reference_activate(network, spec->scale, spec->bias,
                            reference_dot(&matrix, x, o), o);
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
  double* const x = level ? level_columns(network, branch, level - 1, frames,
                                          first_in, n_columns)
                          : reference_inputs(network, spec->n_in, frames,
                                             first_in, n_columns);

  double* const y = reference_new((size_t)n * spec->n_out);
  for (uint32_t t = 0; t < n_convs; ++t) {
    for (uint32_t o = 0; o < spec->n_out; ++o) {
      double* const out = &y[(size_t)(t / spec->pool) * spec->n_out + o];
      *out = fmax(*out, convolve(network, spec, x + (size_t)t * spec->n_in, o));
    }
  }
  free(x);
  return y;
}

/// How many columns a level has made after `n_frames` frames
static uint32_t
count_columns(const Network* network,
              const BranchSpec* branch,
              uint32_t level,
              uint32_t n_frames)
{
  uint32_t n = reference_n_inputs(network, n_frames);
  for (uint32_t i = 0; i <= level; ++i) {
    const Level* const spec = &branch->levels[i];
    n = n < spec->length ? 0 : (n - spec->length + 1) / spec->pool;
  }
  return n;
}

/// The maximum of each filter over `window` columns [width], from `y` on
static void
find_maxima(const double* y,
            uint32_t window,
            uint32_t width,
            uint32_t n,
            double* maxima)
{
  for (uint32_t o = 0; o < n; ++o) {
    maxima[o] = y[o];
    for (uint32_t t = 1; t < window; ++t) {
      maxima[o] = fmax(maxima[o], y[(size_t)t * width + o]);
    }
  }
}

/// What the mean of a level is over: `filters` filters whose maxima are over
/// `window` of its columns, of which there are `n_columns` so far
typedef struct {
  uint32_t filters;
  uint32_t window;
  uint32_t stride;
  uint32_t n_columns;
} Aggregate;

/// Maxima that a memory of `seconds` has
static uint32_t
count_windows(const Network* network, const Aggregate* a, double seconds)
{
  const uint32_t n =
      a->n_columns < a->window ? 0 : a->n_columns - a->window + 1;
  const double wanted = rint(seconds * network->front_end.rate /
                             network->front_end.hop / a->stride);
  const uint32_t length = wanted > 1.0 ? (uint32_t)wanted : 1;
  return length < n ? length : n;
}

/// Columns of the timbre or of a level of a branch, from `first` on
typedef struct {
  const Network* network;
  const BranchSpec* branch; ///< NULL for the timbre
  uint32_t level;
  const float* frames;
} Source;

/// maxima[filters]: over the window that ends with column `last`
static void
maximum_of_window(const Source* source,
                  const Aggregate* a,
                  uint32_t last,
                  double* maxima)
{
  const Network* const network = source->network;
  const uint32_t first = last + 1 - a->window;
  if (source->branch) {
    double* const y = level_columns(network, source->branch, source->level,
                                    source->frames, first, a->window);
    find_maxima(y, a->window, source->branch->levels[source->level].n_out,
                a->filters, maxima);
    free(y);
  } else {
    const uint32_t width = network->channels;
    double* const x =
        reference_inputs(network, width, source->frames, first, a->window);
    find_maxima(x + network->front_end.bands, a->window, width, a->filters,
                maxima);
    free(x);
  }
}

/// The features: the mean over the newest windows
static void
aggregate(const Source* source,
          const Aggregate* a,
          double seconds,
          float* features)
{
  const uint32_t n = count_windows(source->network, a, seconds);
  double* const sum = reference_new(a->filters);
  double* const maxima = reference_new(a->filters);
  for (uint32_t w = 0; w < n; ++w) {
    maximum_of_window(source, a, a->n_columns - 1 - w, maxima);
    for (uint32_t o = 0; o < a->filters; ++o) {
      sum[o] += maxima[o];
    }
  }
  for (uint32_t o = 0; o < a->filters; ++o) {
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
  const TimbreSpec* const timbre = &network->timbre;
  if (timbre->n_banks) {
    const Source source = {network, NULL, 0, frames};
    const Aggregate a = {timbre->filters, timbre->window, 1,
                         reference_n_inputs(network, n_frames)};
    aggregate(&source, &a, seconds, features);
    features += timbre->filters;
  }
  for (uint32_t b = 0; b < network->n_branches; ++b) {
    const BranchSpec* const branch = &network->branches[b];
    for (uint32_t l = 0; l < branch->n_levels; ++l) {
      const Source source = {network, branch, l, frames};
      const Level* const level = &branch->levels[l];
      const Aggregate a = {level->filters, level->window, level->stride,
                           count_columns(network, branch, l, n_frames)};
      aggregate(&source, &a, seconds, features);
      features += level->filters;
    }
  }
}

/// One layer, before its activation
static double*
dense_layer(const Network* network, const Dense* dense, const double* in)
{
  const bool quantised = network->precision == PRECISION_INT8;
  const Matrix matrix = {dense->weight, quantised, dense->n_in, dense->n_out};
  double* const x = reference_new(dense->n_in);
  double* const y = reference_new(dense->n_out);
  for (uint32_t i = 0; i < dense->n_in; ++i) {
    x[i] = quantised ? reference_quantise((float)in[i] * dense->input_scale[i],
                                          4095.0f)
                     : in[i];
  }
  for (uint32_t o = 0; o < dense->n_out; ++o) {
    const double sum = reference_dot(&matrix, x, o);
    y[o] = quantised ? reference_rescale(sum, dense->scale[o], dense->bias[o])
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
  double* x = reference_new(network->dense[0].n_in);
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
