// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// The loops of every SIMD table.  A file for an instruction set defines
//
//   KERNELS   name of the table, NAME as EARMARK_ISA knows it
//   Vector    LANES sums in int32
//   COLUMNS   columns whose sums fit in its registers beside the weights
//   zero(), store(sums, vector), broadcast(four bytes)
//   products_u7(sums, x, w)   plus x[4] . w[lane][4] in each lane
//   products_u12(sums, x, w)  plus x[2] . w[lane][2] in each lane
//   requantise16(y, acc, scale, bias)
//
// and includes this: one idea, a body for each set.

#include <stddef.h>

#define VECTORS (16 / LANES) ///< For a block of 16 outputs

/// Sums of a block of 16 outputs for up to COLUMNS columns; with `n_columns`
/// known to the compiler they stay in registers
static inline __attribute__((always_inline)) void
sum_block(int32_t* acc,
          size_t acc_step,
          const uint8_t* x,
          size_t step,
          const int8_t* w,
          uint32_t n_in,
          unsigned n_columns)
{
  Vector sums[COLUMNS][VECTORS];
  for (unsigned c = 0; c < n_columns; ++c) {
    for (unsigned v = 0; v < VECTORS; ++v) {
      sums[c][v] = zero();
    }
  }
  for (uint32_t i = 0; i < n_in; i += 4, w += 64) {
    for (unsigned c = 0; c < n_columns; ++c) {
      const Vector four = broadcast(x + c * step + i);
      for (unsigned v = 0; v < VECTORS; ++v) {
        sums[c][v] = products_u7(sums[c][v], four, w + v * 4 * LANES);
      }
    }
  }
  for (unsigned c = 0; c < n_columns; ++c) {
    for (unsigned v = 0; v < VECTORS; ++v) {
      store(acc + c * acc_step + v * LANES, sums[c][v]);
    }
  }
}

static void
dot_u7(int32_t* acc,
       const uint8_t* x,
       size_t step,
       uint32_t n_columns,
       const int8_t* w,
       uint32_t n_in,
       uint32_t n_out)
{
  for (uint32_t block = 0; block < n_out; block += 16, w += 16 * n_in) {
    uint32_t c = 0;
    for (; c + COLUMNS <= n_columns; c += COLUMNS) {
      sum_block(acc + c * n_out + block, n_out, x + c * step, step, w, n_in,
                COLUMNS);
    }
#if COLUMNS > 4
    for (; c + 4 <= n_columns; c += 4) {
      sum_block(acc + c * n_out + block, n_out, x + c * step, step, w, n_in, 4);
    }
#endif
    for (; c + 2 <= n_columns; c += 2) {
      sum_block(acc + c * n_out + block, n_out, x + c * step, step, w, n_in, 2);
    }
    for (; c < n_columns; ++c) {
      sum_block(acc + c * n_out + block, n_out, x + c * step, step, w, n_in, 1);
    }
  }
}

static void
dot_u12(int32_t* acc,
        const int16_t* x,
        const int8_t* w,
        uint32_t n_in,
        uint32_t n_out)
{
  for (uint32_t block = 0; block < n_out; block += 16) {
    Vector sums[2][VECTORS]; // Two, as each sum waits for the one before
    for (unsigned v = 0; v < VECTORS; ++v) {
      sums[0][v] = zero();
      sums[1][v] = zero();
    }
    for (uint32_t i = 0; i < n_in; i += 4, w += 64) {
      for (unsigned k = 0; k < 2; ++k) {
        const Vector pair = broadcast(x + i + 2 * k);
        for (unsigned v = 0; v < VECTORS; ++v) {
          sums[k][v] =
              products_u12(sums[k][v], pair, w + 32 * k + v * 2 * LANES);
        }
      }
    }
    for (unsigned v = 0; v < VECTORS; ++v) {
      store(acc + block + v * LANES, add(sums[0][v], sums[1][v]));
    }
  }
}

static void
requantise(uint8_t* y,
           const int32_t* acc,
           const float* scale,
           const float* bias,
           uint32_t n)
{
  for (uint32_t o = 0; o < n; o += 16) {
    requantise16(y + o, acc + o, scale + o, bias + o);
  }
}

const Kernels KERNELS = {NAME, dot_u7, dot_u12, requantise};
