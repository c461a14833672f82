// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_RANDOM_LAYER_H
#define EARMARK_RANDOM_LAYER_H

#include "tests/support/random.h"
#include "tests/support/random_shape.h"

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

/// A file under construction
typedef struct {
  json_t* header;
  unsigned char* data;
  size_t size;
  Random random;
} Builder;

/// Inputs and outputs of a conv or dense layer, with and without padding
typedef struct {
  uint32_t steps;   ///< Columns that a conv spans; 1 for a dense layer
  uint32_t inputs;  ///< Channels or features that mean something
  uint32_t n_in;    ///< The same, padded
  uint32_t outputs; ///< Filters or outputs that mean something
  uint32_t n_out;   ///< The same, padded
} Layer;

/// How large the values of a layer are
typedef struct {
  float x_rms; ///< Of the inputs
  float y_rms; ///< Wanted for the outputs
  float y_low; ///< Range of the biases
  float y_high;
} Range;

/// The tensor `layer`.`part`: n values in low..high, padded with zeros
void random_layer_values(Builder* b,
                         const char* layer,
                         const char* part,
                         uint32_t padded,
                         uint32_t n,
                         float low,
                         float high);

/// Weights, scales and biases of a conv or dense layer
void random_layer_add(Builder* b,
                      const NetworkShape* shape,
                      const char* name,
                      const Layer* layer,
                      const Range* range);

#endif
