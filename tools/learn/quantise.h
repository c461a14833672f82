// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_QUANTISE_H
#define EARMARK_QUANTISE_H

#include "tools/learn/learnt_network.h"

#include <stdint.h>

/// A dense layer as network files hold it (model/network.h), padded
typedef struct {
  uint32_t n_in;
  uint32_t n_out;
  int8_t* whole;      ///< int8 weights, in blocks
  float* plain;       ///< Weights of float networks
  float* scale;       ///< [n_out]
  float* bias;        ///< [n_out]
  float* input_scale; ///< [n_in]
} QuantisedDense;

/// Weights of a head for int8 and for float networks, with scales for the
/// former; false if memory is short.
/// quantised_clear() is due in any case.
bool quantise_head(const LearntNetwork* learnt, QuantisedDense* dense);

void quantised_clear(QuantisedDense* dense);

#endif
