// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_RING_H
#define EARMARK_RING_H

#include "base/realtime.h"

#include <stdint.h>

/**
   Lock-free ring of mono samples: one thread writes, one other thread reads.

   The writer alone moves `head`, the reader alone moves `tail`; each publishes
   its own index with release order after touching the samples and reads the
   other's with acquire order.  Nothing else is shared.

   In the engine, [writer] is the audio thread and [reader] whoever works.
*/
typedef struct Ring Ring;

/// [setup] A ring that holds at least `capacity` samples; NULL if memory is
/// short
Ring* ring_new(uint32_t capacity);

/// [setup]
void ring_free(Ring* ring);

/// Empty the ring; only while neither side is at work
EARMARK_REALTIME void ring_reset(Ring* ring);

/// [any] Samples that it holds when full
EARMARK_REALTIME uint32_t ring_capacity(const Ring* ring);

/// [reader] Samples that can be read now
EARMARK_REALTIME uint32_t ring_read_space(const Ring* ring);

/// [writer] Samples that can be written now
EARMARK_REALTIME uint32_t ring_write_space(const Ring* ring);

/// [writer] Write up to `n` samples, return how many fitted
EARMARK_REALTIME uint32_t ring_write(Ring* ring,
                                     const float* samples,
                                     uint32_t n);

/// [reader] Read up to `n` samples, return how many there were
EARMARK_REALTIME uint32_t ring_read(Ring* ring, float* samples, uint32_t n);

#endif
