// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "bench/peak.h"

#include <stddef.h>
#include <string.h>

#define SUMS 12 ///< Independent, more than any instruction takes cycles

#if defined(__x86_64__)

#include <immintrin.h>

// Named one by one, so that they stay in registers; the empty assembly makes
// the compiler believe that each is used
#define EACH_SUM(run)                                                          \
  run(0) run(1) run(2) run(3) run(4) run(5) run(6) run(7) run(8) run(9)        \
      run(10) run(11)
#define DECLARE(k) Vector sum##k = ones(0);
#define ADD(k)                                                                 \
  sum##k = multiply_add(sum##k, x, w);                                         \
  __asm__ volatile("" : "+v"(sum##k), "+v"(x));

#define RUN                                                                    \
  Vector x = ones(3);                                                          \
  Vector w = ones(5);                                                          \
  EACH_SUM(DECLARE)                                                            \
  for (uint32_t i = 0; i < n_rounds; ++i) {                                    \
    __asm__ volatile("" : "+v"(x), "+v"(w));                                   \
    EACH_SUM(ADD)                                                              \
  }

#define Vector __m256i
#define ones(value) _mm256_set1_epi8(value)
#define multiply_add(sum, x, w)                                                \
  _mm256_add_epi32(sum, _mm256_madd_epi16(_mm256_maddubs_epi16(x, w),          \
                                          _mm256_set1_epi16(1)))

__attribute__((target("avx2"))) static void
run_avx2(uint32_t n_rounds)
{
  RUN
}

#undef Vector
#undef ones
#undef multiply_add
#define Vector __m512i
#define ones(value) _mm512_set1_epi8(value)
#define multiply_add(sum, x, w)                                                \
  _mm512_add_epi32(sum, _mm512_madd_epi16(_mm512_maddubs_epi16(x, w),          \
                                          _mm512_set1_epi16(1)))

__attribute__((target("avx512bw"))) static void
run_avx512bw(uint32_t n_rounds)
{
  RUN
}

#undef multiply_add
#define multiply_add(sum, x, w) _mm512_dpbusd_epi32(sum, x, w)

__attribute__((target("avx512bw,avx512vnni"))) static void
run_avx512vnni(uint32_t n_rounds)
{
  RUN
}

static const Peak peaks[] = {
    {"avx2", SUMS * 32, run_avx2},
    {"avx512bw", SUMS * 64, run_avx512bw},
    {"avx512vnni", SUMS * 64, run_avx512vnni},
};

#else

static const Peak peaks[1]; // Not measured on other machines yet

#endif

const Peak*
peak_of(const char* name)
{
  for (size_t i = 0; i < sizeof(peaks) / sizeof(peaks[0]); ++i) {
    if (peaks[i].name && !strcmp(peaks[i].name, name)) {
      return &peaks[i];
    }
  }
  return NULL;
}
