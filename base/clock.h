// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_CLOCK_H
#define EARMARK_CLOCK_H

#include <time.h>

// Seconds.  [any] but the audio thread: reading a clock may call the system

/// CPU time of this process; other programs do not count
static inline double
cpu_seconds(void)
{
  struct timespec t = {0, 0};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/// CPU time of this thread
static inline double
thread_seconds(void)
{
  struct timespec t = {0, 0};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/// Time on the wall, for what must be on time
static inline double
wall_seconds(void)
{
  struct timespec t = {0, 0};
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

#endif
