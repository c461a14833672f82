// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_ARITHMETIC_H
#define EARMARK_ARITHMETIC_H

#include "base/realtime.h"
#include "model/kernels/kernels.h"
#include "model/network.h"

#include <stddef.h>
#include <stdint.h>

/**
   What a precision means for a column: its element type and the operations on
   it.  Everything above (branches, rolling means) only moves columns about.

   `scratch` has room for ARITHMETIC_SCRATCH bytes.  [any], each with columns
   and scratch of its own.
*/
typedef struct {
  size_t element_size; ///< Bytes of one channel's value in a column

  /// The bands of an input column from a log-mel frame [bands]
  EARMARK_REALTIME void (*load)(const Network* network,
                                const float* frame,
                                void* column);

  /// Let a bank's window [bands][frames], oldest first, go one frame on to the
  /// bands of `column`
  EARMARK_REALTIME void (*slide)(void* window,
                                 const void* column,
                                 uint32_t bands,
                                 uint32_t frames);

  /// y[n_out] of a bank from its window, after which ARITHMETIC_SLACK bytes can
  /// be read
  EARMARK_REALTIME void (*bank)(const Kernels* kernels,
                                const Bank* bank,
                                const void* window,
                                void* y,
                                void* scratch);

  /// y[c, n_out] from the columns x[c..c+length-1, n_in], oldest first, for
  /// n_columns <= ARITHMETIC_COLUMNS of them: together they read the weights
  /// once
  EARMARK_REALTIME void (*conv)(const Kernels* kernels,
                                const Level* level,
                                const void* x,
                                uint32_t n_columns,
                                void* y,
                                void* scratch);

  /// y[i] = max(y[i], x[i])
  EARMARK_REALTIME void (*max)(void* y, const void* x, uint32_t n);

  /// sum[i] += sign * x[i]; exact as long as sums stay below 2^53 quanta
  EARMARK_REALTIME void (*add)(double* sum,
                               const void* x,
                               double sign,
                               uint32_t n);

  /// y[n_out] before any activation from x[n_in]
  EARMARK_REALTIME void (*dense)(const Kernels* kernels,
                                 const Dense* dense,
                                 const float* x,
                                 float* y,
                                 void* scratch);
} Arithmetic;

#define ARITHMETIC_COLUMNS 8u
#define ARITHMETIC_SLACK KERNELS_PAD
#define ARITHMETIC_SCRATCH (NETWORK_MAX_INPUTS * 4u * ARITHMETIC_COLUMNS)

extern const Arithmetic arithmetic_int8;
extern const Arithmetic arithmetic_float;

static inline const Arithmetic*
arithmetic_for(Precision precision)
{
  return precision == PRECISION_INT8 ? &arithmetic_int8 : &arithmetic_float;
}

#endif
