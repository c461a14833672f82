// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_BACKOFF_H
#define EARMARK_BACKOFF_H

#include <stdint.h>

/// How long to wait before the next attempt: from a second on twice as long
/// each time, up to a minute, and none at the same time as others
typedef struct {
  uint32_t n_failed; ///< Attempts in a row
  uint32_t random;   ///< Its state; seed it differently for each
} Backoff;

/// Seconds to wait after another attempt has failed
double backoff_fail(Backoff* backoff);

/// It has worked
void backoff_succeed(Backoff* backoff);

#endif
