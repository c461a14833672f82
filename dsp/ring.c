// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "dsp/ring.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define CACHE_LINE 64

struct Ring {
  uint32_t mask;
  float* samples;
  // Indices run freely and wrap at 2^32; their difference is what is held.
  // Apart, so that the two threads do not share a cache line.
  _Alignas(CACHE_LINE) atomic_uint_least32_t head;
  _Alignas(CACHE_LINE) atomic_uint_least32_t tail;
};

Ring*
ring_new(uint32_t capacity)
{
  if (capacity > 1u << 30) {
    return NULL;
  }
  uint32_t size = 1;
  while (size < capacity) {
    size *= 2;
  }

  Ring* const ring = (Ring*)aligned_alloc(CACHE_LINE, sizeof(Ring));
  float* const samples = (float*)malloc(size * sizeof(float));
  if (!ring || !samples) {
    free(samples);
    free(ring);
    return NULL;
  }
  memset(samples, 0, size * sizeof(float)); // No page faults in push
  ring->mask = size - 1;
  ring->samples = samples;
  ring_reset(ring);
  return ring;
}

void
ring_free(Ring* ring)
{
  if (ring) {
    free(ring->samples);
    free(ring);
  }
}

void
ring_reset(Ring* ring)
{
  atomic_store(&ring->head, 0);
  atomic_store(&ring->tail, 0);
}

uint32_t
ring_capacity(const Ring* ring)
{
  return ring->mask + 1;
}

uint32_t
ring_read_space(const Ring* ring)
{
  return atomic_load_explicit(&ring->head, memory_order_acquire) -
         atomic_load_explicit(&ring->tail, memory_order_relaxed);
}

uint32_t
ring_write_space(const Ring* ring)
{
  return ring_capacity(ring) -
         (atomic_load_explicit(&ring->head, memory_order_relaxed) -
          atomic_load_explicit(&ring->tail, memory_order_acquire));
}

/// Samples from `index` on, up to `n`, that lie in one piece
static uint32_t
contiguous(const Ring* ring, uint32_t index, uint32_t n)
{
  const uint32_t to_end = ring_capacity(ring) - (index & ring->mask);
  return n < to_end ? n : to_end;
}

uint32_t
ring_write(Ring* ring, const float* samples, uint32_t n)
{
  const uint32_t space = ring_write_space(ring);
  const uint32_t head = atomic_load_explicit(&ring->head, memory_order_relaxed);
  n = n < space ? n : space;

  const uint32_t first = contiguous(ring, head, n);
  memcpy(ring->samples + (head & ring->mask), samples, first * sizeof(float));
  memcpy(ring->samples, samples + first, (n - first) * sizeof(float));
  atomic_store_explicit(&ring->head, head + n, memory_order_release);
  return n;
}

uint32_t
ring_read(Ring* ring, float* samples, uint32_t n)
{
  const uint32_t space = ring_read_space(ring);
  const uint32_t tail = atomic_load_explicit(&ring->tail, memory_order_relaxed);
  n = n < space ? n : space;

  const uint32_t first = contiguous(ring, tail, n);
  memcpy(samples, ring->samples + (tail & ring->mask), first * sizeof(float));
  memcpy(samples + first, ring->samples, (n - first) * sizeof(float));
  atomic_store_explicit(&ring->tail, tail + n, memory_order_release);
  return n;
}
