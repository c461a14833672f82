// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// The loops of every SIMD table.  A file for an instruction set defines
//
//   KERNELS   name of the table, NAME as EARMARK_ISA knows it
//   Vector    LANES sums in int32
//   COLUMNS   columns whose sums fit in its registers beside the weights: 4, 8
//   vector_zero(), vector_store(sums, vector), vector_broadcast(four bytes)
//   vector_add_products(sums, x, w)  plus x[4] . w[lane][4] in each lane
//   vector_add_light(sums, x, y, w)  the same of two groups of inputs, w and
//       w + 64, whose weights are light; only if LIGHT is defined, where that
//       is faster
//   requantise16(y, acc, scale, bias)
//
// and includes this: one idea, a body for each set.

#include <stdbool.h>
#include <stddef.h>

#define VECTORS (16 / LANES) ///< For a block of 16 outputs

/// Lets compilers not take zeros for one value, of which each sum would be a
/// copy
#ifdef __x86_64__
#define APART(vector) __asm__("" : "+x"(vector))
#else
#define APART(vector) __asm__("" : "+w"(vector))
#endif

#ifndef LIGHT
#define LIGHT 0
static inline Vector
vector_add_light(Vector sums, Vector x, Vector y, const int8_t* w)
{
  return vector_add_products(vector_add_products(sums, x, w), y, w + 64);
}
#endif

/// Sums of `n_blocks` blocks of 16 outputs for `n_columns` columns, in that
/// order within each column.  Both are known to the compiler, so that the sums
/// stay in registers, and there are enough of them that none waits for the one
/// before.
static inline __attribute__((always_inline)) void
sum_blocks(Vector* sums,
           const uint8_t* x,
           size_t step,
           const int8_t* w,
           size_t n_in,
           bool light,
           unsigned n_blocks,
           unsigned n_columns)
{
  const unsigned n_row = n_blocks * VECTORS;
  const unsigned n = light ? 8 : 4; // Inputs at a time
  for (unsigned k = 0; k < n_columns * n_row; ++k) {
    sums[k] = vector_zero();
    APART(sums[k]);
  }
  for (const uint8_t* const end = x + n_in; x < end; x += n, w += 16 * n) {
    for (unsigned k = 0; k < n_columns * n_row; ++k) {
      const uint8_t* const from = x + k / n_row * step;
      const int8_t* const at =
          w + k % n_row / VECTORS * 16 * n_in + k % VECTORS * 4 * LANES;
      const Vector four = vector_broadcast(from);
      sums[k] = light ? vector_add_light(sums[k], four,
                                         vector_broadcast(from + 4), at)
                      : vector_add_products(sums[k], four, at);
    }
  }
}

/// The same of the outputs from `o` on, to acc[column * n_out]
static inline __attribute__((always_inline)) void
store_blocks(int32_t* acc,
             const uint8_t* x,
             size_t step,
             const Weights* w,
             uint32_t o,
             bool light,
             unsigned n_blocks,
             unsigned n_columns)
{
  const unsigned n_row = n_blocks * VECTORS;
  Vector sums[COLUMNS * VECTORS];
  sum_blocks(sums, x, step, w->values + (size_t)o * w->n_in, w->n_in, light,
             n_blocks, n_columns);
  for (unsigned k = 0; k < n_columns * n_row; ++k) {
    vector_store(acc + k / n_row * (size_t)w->n_out + o + k % n_row * LANES,
                 sums[k]);
  }
}

/// All outputs for `n_columns` columns, which the compiler knows
static inline __attribute__((always_inline)) void
sum_columns(int32_t* acc,
            const uint8_t* x,
            size_t step,
            const Weights* w,
            bool light,
            unsigned n_columns)
{
  const unsigned n_blocks = COLUMNS / n_columns;
  uint32_t o = 0;
  for (; o + 16 * n_blocks <= w->n_out; o += 16 * n_blocks) {
    store_blocks(acc, x, step, w, o, light, n_blocks, n_columns);
  }
  for (; o < w->n_out; o += 16) {
    store_blocks(acc, x, step, w, o, light, 1, n_columns);
  }
}

// A case for each number of columns, so that the compiler knows it
#define ONE_TO_THREE(CASE) CASE(1) CASE(2) CASE(3)
#if COLUMNS > 4
#define CASES(CASE) ONE_TO_THREE(CASE) CASE(4) CASE(5) CASE(6) CASE(7)
#else
#define CASES(CASE) ONE_TO_THREE(CASE)
#endif

static inline __attribute__((always_inline)) void
sum_all(int32_t* acc,
        const uint8_t* x,
        size_t step,
        uint32_t n_columns,
        const Weights* w,
        bool light)
{
#define CASE(n)                                                                \
  case n:                                                                      \
    sum_columns(acc, x, step, w, light, n);                                    \
    break;
  // Block by block, whose weights stay at hand for all columns
  const uint32_t n_full = n_columns / COLUMNS * COLUMNS;
  for (uint32_t o = 0; n_full && o < w->n_out; o += 16) {
    for (uint32_t c = 0; c < n_full; c += COLUMNS) {
      store_blocks(acc + c * w->n_out, x + c * step, step, w, o, light, 1,
                   COLUMNS);
    }
  }
  x += n_full * step;
  acc += n_full * w->n_out;
  switch (n_columns - n_full) {
    CASES(CASE)
  }
#undef CASE
}

EARMARK_REALTIME static void
dot(int32_t* acc,
    const uint8_t* x,
    size_t step,
    uint32_t n_columns,
    const Weights* w)
{
  if (LIGHT && w->light) {
    sum_all(acc, x, step, n_columns, w, true);
  } else {
    sum_all(acc, x, step, n_columns, w, false);
  }
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
