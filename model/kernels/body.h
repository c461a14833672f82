// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// The loops of every SIMD table.  A file for an instruction set defines
//
//   KERNELS   name of the table, NAME as EARMARK_ISA knows it
//   Vector    LANES sums in int32
//   COLUMNS   columns whose sums fit in its registers beside the weights: 4, 8
//   vector_zero(), vector_store(sums, vector), vector_broadcast(four bytes)
//   vector_add_products(sums, x, w)  plus x[4] . w[lane][4] in each lane
//   requantise16(y, acc, scale, bias)
//
// and includes this: one idea, a body for each set.

#include <stddef.h>

#define VECTORS (16 / LANES) ///< For a block of 16 outputs

/// Sums of `n_blocks` blocks of 16 outputs for `n_columns` columns.  Both are
/// known to the compiler, so that the sums stay in registers, and there are
/// enough of them that none waits for the one before.
static inline __attribute__((always_inline)) void
sum_blocks(int32_t* acc,
           size_t acc_step,
           const uint8_t* x,
           size_t step,
           const int8_t* w,
           size_t n_in,
           unsigned n_blocks,
           unsigned n_columns)
{
  Vector sums[COLUMNS][VECTORS];
  for (unsigned k = 0; k < n_blocks * n_columns; ++k) {
    for (unsigned v = 0; v < VECTORS; ++v) {
      sums[k][v] = vector_zero();
    }
  }
  for (const uint8_t* const end = x + n_in; x < end; x += 4, w += 64) {
    for (unsigned c = 0; c < n_columns; ++c) {
      const Vector four = vector_broadcast(x + c * step);
      for (unsigned b = 0; b < n_blocks; ++b) {
        for (unsigned v = 0; v < VECTORS; ++v) {
          Vector* const sum = &sums[b * n_columns + c][v];
          *sum = vector_add_products(*sum, four,
                                     w + b * 16 * n_in + v * 4 * LANES);
        }
      }
    }
  }
  for (unsigned k = 0; k < n_blocks * n_columns; ++k) {
    for (unsigned v = 0; v < VECTORS; ++v) {
      const size_t at = k % n_columns * acc_step + k / n_columns * 16;
      vector_store(acc + at + v * LANES, sums[k][v]);
    }
  }
}

/// All outputs for `n_columns` columns, which the compiler knows
static inline __attribute__((always_inline)) void
sum_columns(int32_t* acc,
            const uint8_t* x,
            size_t step,
            const int8_t* w,
            uint32_t n_in,
            uint32_t n_out,
            unsigned n_columns)
{
  const unsigned n_blocks = COLUMNS / n_columns;
  uint32_t o = 0;
  for (; o + 16 * n_blocks <= n_out; o += 16 * n_blocks) {
    sum_blocks(acc + o, n_out, x, step, w + (size_t)o * n_in, n_in, n_blocks,
               n_columns);
  }
  for (; o < n_out; o += 16) {
    sum_blocks(acc + o, n_out, x, step, w + (size_t)o * n_in, n_in, 1,
               n_columns);
  }
}

EARMARK_REALTIME static void
dot(int32_t* acc,
    const uint8_t* x,
    size_t step,
    uint32_t n_columns,
    const int8_t* w,
    uint32_t n_in,
    uint32_t n_out)
{
#define CASE(n)                                                                \
  case n:                                                                      \
    sum_columns(acc, x, step, w, n_in, n_out, n);                              \
    break
  for (uint32_t n = 0; n_columns; n_columns -= n) {
    n = n_columns < COLUMNS ? n_columns : COLUMNS;
    switch (n) {
      CASE(1);
      CASE(2);
      CASE(3);
      CASE(4);
#if COLUMNS > 4
      CASE(5);
      CASE(6);
      CASE(7);
      CASE(8);
#endif
    }
    x += n * step;
    acc += n * n_out;
  }
#undef CASE
}

EARMARK_REALTIME static void
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

const Kernels KERNELS = {NAME, dot, requantise};
