// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// What the tables of NEON share; body.h says what is what

#ifndef EARMARK_NEON_H
#define EARMARK_NEON_H

#include "model/kernels/kernels.h"

#include <arm_neon.h>
#include <string.h>

#define LANES 4
#define COLUMNS 4

typedef int32x4_t Vector;

static inline Vector
vector_zero(void)
{
  return vdupq_n_s32(0);
}

static inline void
vector_store(int32_t* p, Vector v)
{
  vst1q_s32(p, v);
}

static inline Vector
vector_add(Vector a, Vector b)
{
  return vaddq_s32(a, b);
}

/// Four bytes from anywhere, in every lane
static inline Vector
vector_broadcast(const void* p)
{
  int32_t four = 0;
  memcpy(&four, p, sizeof(four));
  return vdupq_n_s32(four);
}

static inline int32x4_t
vector_rounded(const int32_t* acc, const float* scale, const float* bias)
{
  const float32x4_t product =
      vmulq_f32(vcvtq_f32_s32(vld1q_s32(acc)), vld1q_f32(scale));
  const float32x4_t value = vaddq_f32(product, vld1q_f32(bias));
  const float32x4_t positive = vmaxq_f32(value, vdupq_n_f32(0.0f));
  return vcvtnq_s32_f32(vminq_f32(positive, vdupq_n_f32(KERNELS_U7_MAX)));
}

static inline void
requantise16(uint8_t* y,
             const int32_t* acc,
             const float* scale,
             const float* bias)
{
  for (unsigned o = 0; o < 16; o += 8) {
    const int16x8_t eight = vcombine_s16(
        vmovn_s32(vector_rounded(acc + o, scale + o, bias + o)),
        vmovn_s32(vector_rounded(acc + o + 4, scale + o + 4, bias + o + 4)));
    vst1_u8(y + o, vqmovun_s16(eight));
  }
}

#endif
