// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_DENORMALS_H
#define EARMARK_DENORMALS_H

#include "base/realtime.h"

#include <stdint.h>

#if defined(__SSE__)
#include <xmmintrin.h>
#endif

/// The floating-point mode of a thread.  [any]: all here acts on the calling
/// thread alone.
typedef uint64_t Denormals;

#if defined(__SSE__)
#define DENORMALS_FLUSH 0x8040u /* MXCSR: FTZ and DAZ */
#elif defined(__aarch64__)
#define DENORMALS_FLUSH (UINT64_C(1) << 24u) /* FPCR: FZ */
#endif

EARMARK_REALTIME static inline Denormals
denormals_mode(void)
{
#if defined(__SSE__)
  return _mm_getcsr();
#elif defined(__aarch64__)
  uint64_t mode = 0;
  __asm__ volatile("mrs %0, fpcr" : "=r"(mode));
  return mode;
#else
  return 0;
#endif
}

/// Put back the mode that denormals_flush() returned
EARMARK_REALTIME static inline void
denormals_restore(Denormals mode)
{
#if defined(__SSE__)
  _mm_setcsr((unsigned)mode);
#elif defined(__aarch64__)
  __asm__ volatile("msr fpcr, %0" : : "r"(mode));
#else
  (void)mode;
#endif
}

/// Count denormals as zero in this thread, since they are slow; returns the
/// mode so far
EARMARK_REALTIME static inline Denormals
denormals_flush(void)
{
  const Denormals mode = denormals_mode();
#if defined(DENORMALS_FLUSH)
  denormals_restore(mode | DENORMALS_FLUSH);
#endif
  return mode;
}

#endif
