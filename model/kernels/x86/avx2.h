// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// What the tables of 256-bit vectors share; body.h says what is what

#ifndef EARMARK_AVX2_H
#define EARMARK_AVX2_H

#include "model/kernels/kernels.h"

#include <immintrin.h>
#include <string.h>

#define LANES 8
#define COLUMNS 4

typedef __m256i Vector;

static inline Vector
vector_zero(void)
{
  return _mm256_setzero_si256();
}

static inline Vector
vector_load(const void* p)
{
  return _mm256_loadu_si256((const __m256i*)p);
}

static inline void
vector_store(void* p, Vector v)
{
  _mm256_storeu_si256((__m256i*)p, v);
}

static inline Vector
vector_add(Vector a, Vector b)
{
  return _mm256_add_epi32(a, b);
}

/// Four bytes from anywhere, in every lane
static inline Vector
vector_broadcast(const void* p)
{
  int32_t four = 0;
  memcpy(&four, p, sizeof(four));
  return _mm256_set1_epi32(four);
}

static inline __m256
vector_scaled(const int32_t* acc, const float* scale, const float* bias)
{
  const __m256 product = _mm256_mul_ps(_mm256_cvtepi32_ps(vector_load(acc)),
                                       _mm256_loadu_ps(scale));
  const __m256 value = _mm256_add_ps(product, _mm256_loadu_ps(bias));
  return _mm256_min_ps(_mm256_max_ps(value, _mm256_setzero_ps()),
                       _mm256_set1_ps(KERNELS_U7_MAX));
}

static inline void
requantise16(uint8_t* y,
             const int32_t* acc,
             const float* scale,
             const float* bias)
{
  const __m256i words = _mm256_packs_epi32(
      _mm256_cvtps_epi32(vector_scaled(acc, scale, bias)),
      _mm256_cvtps_epi32(vector_scaled(acc + 8, scale + 8, bias + 8)));
  const __m256i ordered = _mm256_permute4x64_epi64(words, 0xD8);
  const __m128i bytes = _mm_packus_epi16(_mm256_castsi256_si128(ordered),
                                         _mm256_extracti128_si256(ordered, 1));
  _mm_storeu_si128((__m128i*)(void*)y, bytes);
}

#endif
