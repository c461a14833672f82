// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tests/support/reference_input.h"

#include "tests/support/reference_layer.h"

#include <math.h>
#include <stdlib.h>

/// Frames before the first column
static uint32_t
lateness(const Network* network)
{
  uint32_t longest = 1;
  for (uint32_t i = 0; i < network->timbre.n_banks; ++i) {
    const Bank* const bank = &network->timbre.banks[i];
    longest = bank->frames > longest ? bank->frames : longest;
  }
  return longest - 1;
}

uint32_t
reference_n_inputs(const Network* network, uint32_t n_frames)
{
  const uint32_t late = lateness(network);
  return n_frames > late ? n_frames - late : 0;
}

/// A band of a frame as it counts
static double
load_band(const Network* network,
          const float* frames,
          uint32_t t,
          uint32_t band)
{
  const float value = frames[(size_t)t * network->front_end.bands + band];
  return network->precision == PRECISION_INT8
             ? reference_quantise(value * network->input_scale, 127.0f)
             : (double)value;
}

/// A bank's filters over the frames that end with `last`: y[filters]
static void
load_bank(const Network* network,
          const Bank* bank,
          const float* frames,
          uint32_t last,
          double* y)
{
  const bool quantised = network->precision == PRECISION_INT8;
  const Matrix matrix = {bank->weight, quantised, bank->n_in, bank->n_out};
  double* const x = reference_new(bank->n_in);
  double* const most = reference_new(bank->filters);
  for (uint32_t low = 0; low + bank->bands <= network->front_end.bands;
       low += bank->stride) {
    for (uint32_t b = 0; b < bank->bands; ++b) {
      for (uint32_t t = 0; t < bank->frames; ++t) {
        x[b * bank->frames + t] =
            load_band(network, frames, last + 1 - bank->frames + t, low + b);
      }
    }
    for (uint32_t o = 0; o < bank->filters; ++o) {
      const double sum = reference_dot(&matrix, x, o);
      most[o] = low ? fmax(most[o], sum) : sum;
    }
  }
  for (uint32_t o = 0; o < bank->filters; ++o) {
    y[o] = reference_activate(network, bank->scale, bank->bias, most[o], o);
  }
  free(most);
  free(x);
}

double*
reference_inputs(const Network* network,
                 uint32_t n_in,
                 const float* frames,
                 uint32_t first,
                 uint32_t n)
{
  const uint32_t bands = network->front_end.bands;
  double* const x = reference_new((size_t)n * n_in);
  for (uint32_t c = 0; c < n; ++c) {
    const uint32_t last = first + c + lateness(network);
    double* y = x + (size_t)c * n_in;
    for (uint32_t b = 0; b < bands; ++b) {
      *y++ = load_band(network, frames, last, b);
    }
    for (uint32_t i = 0; i < network->timbre.n_banks; ++i) {
      load_bank(network, &network->timbre.banks[i], frames, last, y);
      y += network->timbre.banks[i].filters;
    }
  }
  return x;
}
