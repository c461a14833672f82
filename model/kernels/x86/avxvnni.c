// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "model/kernels/kernels.h"

#ifdef EARMARK_HAVE_AVXVNNI

#include "model/kernels/x86/avx2.h"

#define KERNELS kernels_avxvnni
#define NAME "avxvnni"

static inline Vector
vector_add_products(Vector sums, Vector x, const int8_t* w)
{
  return _mm256_dpbusd_avx_epi32(sums, x, vector_load(w));
}

#include "model/kernels/body.h"

#endif
