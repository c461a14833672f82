// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "model/kernels/kernels.h"

#ifdef EARMARK_HAVE_AVX512BW

#include "model/kernels/x86/avx512.h"

#define KERNELS kernels_avx512bw
#define NAME "avx512bw"

/// Pairs of products stay below 2^15 and cannot saturate
static inline Vector
vector_add_products(Vector sums, Vector x, const int8_t* w)
{
  const Vector pairs = _mm512_maddubs_epi16(x, vector_load(w));
  return vector_add(sums, _mm512_madd_epi16(pairs, _mm512_set1_epi16(1)));
}

#define LIGHT 1

static inline Vector
vector_add_light(Vector sums, Vector x, Vector y, const int8_t* w)
{
  const Vector pairs = _mm512_maddubs_epi16(x, vector_load(w));
  const Vector more = _mm512_maddubs_epi16(y, vector_load(w + 64));
  return vector_add(sums, _mm512_madd_epi16(_mm512_add_epi16(pairs, more),
                                            _mm512_set1_epi16(1)));
}

#include "model/kernels/body.h"

#endif
