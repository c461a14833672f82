// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "model/kernels/kernels.h"

#ifdef EARMARK_HAVE_AVX2

#include "model/kernels/x86/avx2.h"

#define KERNELS kernels_avx2
#define NAME "avx2"

/// Pairs of products stay below 2^15 and cannot saturate
static inline Vector
vector_add_products(Vector sums, Vector x, const int8_t* w)
{
  const Vector pairs = _mm256_maddubs_epi16(x, vector_load(w));
  return vector_add(sums, _mm256_madd_epi16(pairs, _mm256_set1_epi16(1)));
}

#define LIGHT 1

static inline Vector
vector_add_light(Vector sums, Vector x, Vector y, const int8_t* w)
{
  const Vector pairs = _mm256_maddubs_epi16(x, vector_load(w));
  const Vector more = _mm256_maddubs_epi16(y, vector_load(w + 64));
  return vector_add(sums, _mm256_madd_epi16(_mm256_add_epi16(pairs, more),
                                            _mm256_set1_epi16(1)));
}

#include "model/kernels/body.h"

#endif
