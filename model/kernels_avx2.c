// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "model/kernels.h"

#ifdef EARMARK_HAVE_AVX2

#include "model/network.h"

#include <immintrin.h>
#include <string.h>

static __m256i
load(const void* p)
{
  return _mm256_loadu_si256((const __m256i*)p);
}

static void
store(void* p, __m256i v)
{
  _mm256_storeu_si256((__m256i*)p, v);
}

/// Four bytes from anywhere, in every 32-bit lane
static __m256i
broadcast(const void* p)
{
  int32_t four = 0;
  memcpy(&four, p, sizeof(four));
  return _mm256_set1_epi32(four);
}

/// sum + products of four u7 with four s8 in each lane; pairs cannot saturate
static __m256i
add_products(__m256i sum, __m256i x, const int8_t* w)
{
  const __m256i pairs = _mm256_maddubs_epi16(x, load(w));
  return _mm256_add_epi32(sum, _mm256_madd_epi16(pairs, _mm256_set1_epi16(1)));
}

static void
dot_u7(int32_t* acc,
       const uint8_t* x,
       const int8_t* w,
       uint32_t n_in,
       uint32_t n_out)
{
  for (uint32_t block = 0; block < n_out; block += 16) {
    __m256i sum0 = _mm256_setzero_si256();
    __m256i sum1 = sum0;
    __m256i sum2 = sum0;
    __m256i sum3 = sum0;
    for (uint32_t i = 0; i < n_in; i += 8, w += 128) {
      const __m256i x0 = broadcast(x + i);
      const __m256i x1 = broadcast(x + i + 4);
      sum0 = add_products(sum0, x0, w);
      sum1 = add_products(sum1, x0, w + 32);
      sum2 = add_products(sum2, x1, w + 64);
      sum3 = add_products(sum3, x1, w + 96);
    }
    store(acc + block, _mm256_add_epi32(sum0, sum2));
    store(acc + block + 8, _mm256_add_epi32(sum1, sum3));
  }
}

static void
dot_u12(int32_t* acc,
        const int16_t* x,
        const int8_t* w,
        uint32_t n_in,
        uint32_t n_out)
{
  for (uint32_t block = 0; block < n_out; block += 16) {
    __m256i sum0 = _mm256_setzero_si256();
    __m256i sum1 = sum0;
    for (uint32_t i = 0; i < n_in; i += 2, w += 32) {
      const __m256i pair = broadcast(x + i);
      const __m256i bytes = load(w);
      const __m256i low = _mm256_cvtepi8_epi16(_mm256_castsi256_si128(bytes));
      const __m256i high =
          _mm256_cvtepi8_epi16(_mm256_extracti128_si256(bytes, 1));
      sum0 = _mm256_add_epi32(sum0, _mm256_madd_epi16(pair, low));
      sum1 = _mm256_add_epi32(sum1, _mm256_madd_epi16(pair, high));
    }
    store(acc + block, sum0);
    store(acc + block + 8, sum1);
  }
}

static __m256i
requantise8(const int32_t* acc, const float* scale, const float* bias)
{
  const __m256 product =
      _mm256_mul_ps(_mm256_cvtepi32_ps(load(acc)), _mm256_loadu_ps(scale));
  const __m256 value = _mm256_add_ps(product, _mm256_loadu_ps(bias));
  const __m256 clamped =
      _mm256_min_ps(_mm256_max_ps(value, _mm256_setzero_ps()),
                    _mm256_set1_ps(NETWORK_U7_MAX));
  return _mm256_cvtps_epi32(clamped);
}

static void
requantise(uint8_t* y,
           const int32_t* acc,
           const float* scale,
           const float* bias,
           uint32_t n)
{
  for (uint32_t o = 0; o < n; o += 16) {
    const __m256i words = _mm256_packs_epi32(
        requantise8(acc + o, scale + o, bias + o),
        requantise8(acc + o + 8, scale + o + 8, bias + o + 8));
    const __m256i ordered = _mm256_permute4x64_epi64(words, 0xD8);
    const __m128i bytes = _mm_packus_epi16(
        _mm256_castsi256_si128(ordered), _mm256_extracti128_si256(ordered, 1));
    _mm_storeu_si128((__m128i*)(void*)(y + o), bytes);
  }
}

const Kernels kernels_avx2 = {"avx2", dot_u7, dot_u12, requantise};

#endif
