// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/source/backoff.h"

#define FIRST 1.0
#define MOST_DOUBLED 6u /* 64 s */
#define JITTER 0.5      /* Of the time */
#define MOST 60.0

double
backoff_fail(Backoff* backoff)
{
  const uint32_t n = backoff->n_failed++;
  const double seconds =
      FIRST * (double)(1u << (n < MOST_DOUBLED ? n : MOST_DOUBLED));
  backoff->random = backoff->random * 1664525u + 1013904223u;
  const double jitter = (double)(backoff->random >> 8) / (double)(1u << 24);
  const double most = seconds < MOST ? seconds : MOST;
  return most * (1.0 - JITTER / 2.0 + JITTER * jitter);
}

void
backoff_succeed(Backoff* backoff)
{
  backoff->n_failed = 0;
}
