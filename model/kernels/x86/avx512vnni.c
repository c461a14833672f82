// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "model/kernels/kernels.h"

#ifdef EARMARK_HAVE_AVX512VNNI

#include "model/kernels/x86/avx512.h"

#define KERNELS kernels_avx512vnni
#define NAME "avx512vnni"

static inline Vector
vector_add_products(Vector sums, Vector x, const int8_t* w)
{
  return _mm512_dpbusd_epi32(sums, x, vector_load(w));
}

#include "model/kernels/body.h"

#endif
