// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// Attempts become rare, never rarer than a minute, and differ between sources

#undef NDEBUG

#include "tools/watch/source/backoff.h"

#include <assert.h>
#include <math.h>

int
main(void)
{
  Backoff a = {.random = 1};
  Backoff b = {.random = 2};
  double wanted = 1.0;
  double different = 0.0;
  for (int i = 0; i < 10000; ++i) {
    const double seconds = backoff_fail(&a);
    assert(seconds >= 0.74 * wanted && seconds <= 1.26 * wanted);
    different += fabs(seconds - backoff_fail(&b));
    wanted = fmin(2.0 * wanted, 60.0);
  }
  assert(different > 10000.0);
  backoff_succeed(&a);
  assert(backoff_fail(&a) < 1.3);
  return 0;
}
