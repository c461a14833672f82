// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "model/kernels/kernels.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#if defined(__x86_64__)
#include <cpuid.h>
#elif defined(__aarch64__)
#include <sys/auxv.h>
#endif

/// The weights of 16 outputs for eight inputs: two groups of four
static bool
group_is_light(const int8_t* w)
{
  int largest = 0;
  for (unsigned i = 0; i < KERNELS_PAD * KERNELS_GROUP; i += 2) {
    const int8_t* const next = w + KERNELS_PAD * KERNELS_GROUP;
    const int sum = abs(w[i]) + abs(w[i + 1]) + abs(next[i]) + abs(next[i + 1]);
    largest = sum > largest ? sum : largest;
  }
  return largest <= KERNELS_LIGHT_WEIGHTS;
}

bool
kernels_are_light(const int8_t* values, uint32_t n_in, uint32_t n_out)
{
  const size_t step = 2 * (size_t)KERNELS_PAD * KERNELS_GROUP;
  bool light = true;
  for (size_t i = 0; i < (size_t)n_in * n_out; i += step) {
    light = light && group_is_light(values + i);
  }
  return light;
}

typedef struct {
  const Kernels* kernels;
  bool (*can_run)(void);
} Choice;

static bool
always(void)
{
  return true;
}

// The compiler's run-time checks look at OSXSAVE and XGETBV too

#ifdef EARMARK_HAVE_AVX2
static bool
have_avx2(void)
{
  return __builtin_cpu_supports("avx2");
}
#endif

#ifdef EARMARK_HAVE_AVXVNNI
static bool
have_avxvnni(void)
{
  unsigned a = 0;
  unsigned b = 0;
  unsigned c = 0;
  unsigned d = 0;
  return __builtin_cpu_supports("avx2") &&
         __get_cpuid_count(7, 1, &a, &b, &c, &d) && (a & (1u << 4));
}
#endif

#ifdef EARMARK_HAVE_AVX512BW
static bool
have_avx512bw(void)
{
  return __builtin_cpu_supports("avx512bw");
}
#endif

#ifdef EARMARK_HAVE_AVX512VNNI
static bool
have_avx512vnni(void)
{
  return __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512vnni");
}
#endif

#ifdef EARMARK_HAVE_DOTPROD
static bool
have_dotprod(void)
{
  return getauxval(AT_HWCAP) & HWCAP_ASIMDDP;
}
#endif

// Slowest first
static const Choice choices[] = {
    {&kernels_scalar, always},
#ifdef EARMARK_HAVE_AVX2
    {&kernels_avx2, have_avx2},
#endif
#ifdef EARMARK_HAVE_AVXVNNI
    {&kernels_avxvnni, have_avxvnni},
#endif
#ifdef EARMARK_HAVE_AVX512BW
    {&kernels_avx512bw, have_avx512bw},
#endif
#ifdef EARMARK_HAVE_AVX512VNNI
    {&kernels_avx512vnni, have_avx512vnni},
#endif
#ifdef EARMARK_HAVE_NEON
    {&kernels_neon, always},
#endif
#ifdef EARMARK_HAVE_DOTPROD
    {&kernels_dotprod, have_dotprod},
#endif
};

const Kernels*
kernels_available(unsigned index)
{
#ifdef __x86_64__
  __builtin_cpu_init();
#endif
  for (unsigned i = 0; i < sizeof(choices) / sizeof(choices[0]); ++i) {
    if (choices[i].can_run() && !index--) {
      return choices[i].kernels;
    }
  }
  return NULL;
}

const Kernels*
kernels_best(void)
{
  const char* const wanted = getenv("EARMARK_ISA");
  const Kernels* best = &kernels_scalar;

  for (unsigned i = 0; kernels_available(i); ++i) {
    best = kernels_available(i);
    if (wanted && !strcmp(wanted, best->name)) {
      break;
    }
  }
  return best;
}
