// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "model/kernels.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#ifdef EARMARK_HAVE_AVX2
static bool
have_avx2(void)
{
  // The compiler's run-time checks OSXSAVE and XGETBV too
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx2");
}
#endif

const Kernels*
kernels_available(unsigned index)
{
  const Kernels* tables[4] = {&kernels_scalar, NULL, NULL, NULL};
#ifdef EARMARK_HAVE_AVX2
  if (have_avx2()) {
    tables[1] = &kernels_avx2;
  }
#endif
  return index < sizeof(tables) / sizeof(tables[0]) ? tables[index] : NULL;
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
