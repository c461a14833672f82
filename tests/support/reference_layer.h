// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_REFERENCE_LAYER_H
#define EARMARK_REFERENCE_LAYER_H

#include "model/network.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Zeros, which the caller frees
double* reference_new(size_t n);

/// A weight matrix as the file has it: packed in groups of inputs, or plain
typedef struct {
  const void* values;
  bool packed; ///< In groups of inputs; plain floats otherwise
  uint32_t n_in;
  uint32_t n_out;
} Matrix;

/// sum over i of x[i] * w[i, o]; exact in an int8 network
double reference_dot(const Matrix* matrix, const double* x, uint32_t o);

/// clamp(rint(value), 0, max)
double reference_quantise(float value, float max);

/// scale * sum + bias, rounded twice as the file format says
double reference_rescale(double sum, float scale, float bias);

/// The output `o` of a conv or a bank from its sum
double reference_activate(const Network* network,
                          const float* scale,
                          const float* bias,
                          double sum,
                          uint32_t o);

#endif
