// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_CLOCK_H
#define EARMARK_CLOCK_H

#include <time.h>

#ifndef CLOCK_MONOTONIC
#error "Define _POSIX_C_SOURCE as 200809L before the first header"
#endif

// Seconds.  [any] but the audio thread: reading a clock may call the system

static inline double
clock_seconds(clockid_t id)
{
  struct timespec t = {0, 0};
  clock_gettime(id, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/// CPU time of this process; other programs do not count
static inline double
cpu_seconds(void)
{
  return clock_seconds(CLOCK_PROCESS_CPUTIME_ID);
}

/// CPU time of this thread
static inline double
thread_seconds(void)
{
  return clock_seconds(CLOCK_THREAD_CPUTIME_ID);
}

/// Time on the wall, for what must be on time
static inline double
wall_seconds(void)
{
  return clock_seconds(CLOCK_MONOTONIC);
}

/// Sleep that long, 0..1000 s; a signal ends it early
static inline void
sleep_seconds(double seconds)
{
  const time_t whole = (time_t)seconds;
  const struct timespec t = {whole, (long)(1e9 * (seconds - (double)whole))};
  nanosleep(&t, NULL);
}

#endif
