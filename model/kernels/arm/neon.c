// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "model/kernels/kernels.h"

#ifdef EARMARK_HAVE_NEON

#include "model/kernels/arm/neon.h"

#define KERNELS kernels_neon
#define NAME "neon"

/// Pairs of products stay below 2^15
static inline Vector
vector_add_products(Vector sums, Vector x, const int8_t* w)
{
  const int8x16_t a = vreinterpretq_s8_s32(x);
  const int8x16_t b = vld1q_s8(w);
  const int16x8_t low = vmull_s8(vget_low_s8(a), vget_low_s8(b));
  const int16x8_t high = vmull_high_s8(a, b);
  return vpadalq_s16(sums, vpaddq_s16(low, high));
}

#define LIGHT 1

static inline Vector
vector_add_light(Vector sums, Vector x, Vector y, const int8_t* w)
{
  const int8x16_t a = vreinterpretq_s8_s32(x);
  const int8x16_t b = vreinterpretq_s8_s32(y);
  const int8x16_t v = vld1q_s8(w);
  const int8x16_t u = vld1q_s8(w + 64);
  const int16x8_t low = vmlal_s8(vmull_s8(vget_low_s8(a), vget_low_s8(v)),
                                 vget_low_s8(b), vget_low_s8(u));
  const int16x8_t high = vmlal_high_s8(vmull_high_s8(a, v), b, u);
  return vpadalq_s16(sums, vpaddq_s16(low, high));
}

#include "model/kernels/body.h"

#endif
