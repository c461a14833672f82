// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_KERNELS_H
#define EARMARK_KERNELS_H

#include "base/realtime.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Channel counts in memory and file are padded to multiples of this
#define KERNELS_PAD 16u

/// Inputs that int8 weights keep side by side
#define KERNELS_GROUP 4u

/// Largest value of a quantised column: network input and conv outputs
#define KERNELS_U7_MAX 127

/// Largest sum of the absolute values of four weights whose products with u7
/// columns then stay below 2^15 together; and the largest value of columns
/// whose products with any four weights do
#define KERNELS_LIGHT_WEIGHTS 258
#define KERNELS_LIGHT_COLUMN 63

/// Weights of a layer, -127..127, packed [n_out/16][n_in/4][16][4]: two
/// products with weights side by side stay below 2^15 together
typedef struct {
  const int8_t* values;
  uint32_t n_in;
  uint32_t n_out;
  bool light; ///< So do four: kernels_are_light(), or all columns are at most
              ///< KERNELS_LIGHT_COLUMN.  Some instruction sets are then faster.
} Weights;

/// Are, of each output, the weights of inputs 8k + {0, 1, 4, 5}, and of 8k +
/// {2, 3, 6, 7}, no more than KERNELS_LIGHT_WEIGHTS together?  [setup]
bool kernels_are_light(const int8_t* values, uint32_t n_in, uint32_t n_out);

/**
   The integer inner loops, one table per instruction set.

   All tables give the same bits: sums are exact in int32, and requantising is
   one rounded product and one rounded sum in single precision.  Lengths are
   multiples of KERNELS_PAD; pointers need no alignment.  [any]
*/
typedef struct {
  const char* name; ///< "scalar", "avx2", ...

  /// acc[c, o] = sum of x[c * step + i] * w[o, i]: the same weights for several
  /// columns; x in 0..127
  EARMARK_REALTIME void (*dot)(int32_t* acc,
                               const uint8_t* x,
                               size_t step,
                               uint32_t n_columns,
                               const Weights* w);

  /// y[o] = clamp(rint(acc[o] * scale[o] + bias[o]), 0, 127)
  EARMARK_REALTIME void (*requantise)(uint8_t* y,
                                      const int32_t* acc,
                                      const float* scale,
                                      const float* bias,
                                      uint32_t n);
} Kernels;

extern const Kernels kernels_scalar;
extern const Kernels kernels_avx2;
extern const Kernels kernels_avxvnni;
extern const Kernels kernels_avx512bw;
extern const Kernels kernels_avx512vnni;
extern const Kernels kernels_neon;
extern const Kernels kernels_dotprod;

/// Tables that this build has and this machine can run, slowest first; NULL
/// after the last.  [setup]
const Kernels* kernels_available(unsigned index);

/// The fastest available, or the one that the environment variable EARMARK_ISA
/// names if that is available.  [setup]
const Kernels* kernels_best(void);

#endif
