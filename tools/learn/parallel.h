// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_PARALLEL_H
#define EARMARK_PARALLEL_H

#include <stdint.h>

/// Call func(data, i) for every i < n, on all processors at once, in any order;
/// returns when all have returned.  [setup]; func() runs in several threads.
void parallel_for(uint32_t n, void (*func)(void* data, uint32_t i), void* data);

#endif
