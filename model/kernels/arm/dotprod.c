// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "model/kernels/kernels.h"

#ifdef EARMARK_HAVE_DOTPROD

#include "model/kernels/arm/neon.h"

#define KERNELS kernels_dotprod
#define NAME "dotprod"

/// As signed bytes: x has 7 bits
static inline Vector
vector_add_products(Vector sums, Vector x, const int8_t* w)
{
  return vdotq_s32(sums, vld1q_s8(w), vreinterpretq_s8_s32(x));
}

#include "model/kernels/body.h"

#endif
