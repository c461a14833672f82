// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_SPAN_H
#define EARMARK_SPAN_H

#include "model/network.h"

#include <stdint.h>

#define SPAN_ALWAYS UINT32_MAX

/// How many frames of a stream matter to a network, and when
typedef struct {
  uint32_t warm_up; ///< Before there are features: until the first level of the
                    ///< shortest branch has a whole window
  uint32_t reach;   ///< That anything kept depends on; or SPAN_ALWAYS.  After
                    ///< more zero frames another one changes nothing but how
                    ///< full the pools are.
  uint32_t period;  ///< After which all pools are as full again
} Span;

/// For means that reach back over `memory` frames at most.  [any]
Span span_of(const Network* network, double memory);

#endif
