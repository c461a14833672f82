// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// What the tables of 512-bit vectors share; body.h says what is what

#ifndef EARMARK_AVX512_H
#define EARMARK_AVX512_H

#include "model/kernels/kernels.h"

#include <immintrin.h>
#include <string.h>

#define LANES 16
#define COLUMNS 8

typedef __m512i Vector;

static inline Vector
vector_zero(void)
{
  return _mm512_setzero_si512();
}

static inline Vector
vector_load(const void* p)
{
  return _mm512_loadu_si512(p);
}

static inline void
vector_store(void* p, Vector v)
{
  _mm512_storeu_si512(p, v);
}

static inline Vector
vector_add(Vector a, Vector b)
{
  return _mm512_add_epi32(a, b);
}

/// Four bytes from anywhere, in every lane
static inline Vector
vector_broadcast(const void* p)
{
  int32_t four = 0;
  memcpy(&four, p, sizeof(four));
  return _mm512_set1_epi32(four);
}

static inline void
requantise16(uint8_t* y,
             const int32_t* acc,
             const float* scale,
             const float* bias)
{
  const __m512 product = _mm512_mul_ps(_mm512_cvtepi32_ps(vector_load(acc)),
                                       _mm512_loadu_ps(scale));
  const __m512 value = _mm512_add_ps(product, _mm512_loadu_ps(bias));
  const __m512 clamped =
      _mm512_min_ps(_mm512_max_ps(value, _mm512_setzero_ps()),
                    _mm512_set1_ps(KERNELS_U7_MAX));
  _mm_storeu_si128((__m128i*)(void*)y,
                   _mm512_cvtepi32_epi8(_mm512_cvtps_epi32(clamped)));
}

#endif
