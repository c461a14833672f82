// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// What is written is read, whole and in order, also by two threads at once

#undef NDEBUG
#define _POSIX_C_SOURCE 200809L

#include "dsp/ring.h"
#include "tests/support/random.h"
#include "tests/support/run.h"

#include <assert.h>
#include <pthread.h>
#include <stddef.h>

#define CAPACITY 1000u
#define N_SAMPLES 4000000u
#define MAX_BLOCK 300u

static void
test_bounds(void)
{
  float in[2048];
  float out[2048] = {0.0f};
  for (uint32_t i = 0; i < 2048; ++i) {
    in[i] = (float)i;
  }
  Ring* const ring = ring_new(CAPACITY);
  assert(ring);
  const uint32_t capacity = ring_capacity(ring);
  assert(capacity >= CAPACITY && capacity < 2048);
  assert(ring_read(ring, out, 10) == 0);
  assert(ring_write(ring, in, 0) == 0);

  // Fill it from every position: pieces around the end come out in order
  for (uint32_t i = 0; i < 3 * capacity; ++i) {
    assert(ring_write(ring, in, 2048) == capacity);
    assert(ring_write_space(ring) == 0 && ring_write(ring, in, 1) == 0);
    assert(ring_read_space(ring) == capacity);
    assert(ring_read(ring, out, 2048) == capacity);
    assert(out[0] == 0.0f && out[capacity - 1] == (float)(capacity - 1));
    assert(ring_write(ring, in, 1) == 1 && ring_read(ring, out, 1) == 1);
  }
  assert(ring_write(ring, in, 5) == 5);
  ring_reset(ring);
  assert(ring_read_space(ring) == 0 && ring_write_space(ring) == capacity);
  ring_free(ring);
  ring_free(NULL);
  assert(!ring_new(UINT32_MAX));
}

static void*
write_all(void* data)
{
  Ring* const ring = (Ring*)data;
  Random random = {1};
  float block[MAX_BLOCK];
  for (uint32_t next = 0; next < N_SAMPLES;) {
    uint32_t n = random_range(&random, 1, MAX_BLOCK);
    n = n < N_SAMPLES - next ? n : N_SAMPLES - next;
    for (uint32_t i = 0; i < n; ++i) {
      block[i] = (float)(next + i);
    }
    next += ring_write(ring, block, n);
  }
  return NULL;
}

static void
test_two_threads(void)
{
  Ring* const ring = ring_new(CAPACITY);
  assert(ring);
  pthread_t writer;
  assert(!pthread_create(&writer, NULL, write_all, ring));
  Random random = {2};
  float block[MAX_BLOCK];
  for (uint32_t next = 0; next < N_SAMPLES;) {
    const uint32_t n =
        ring_read(ring, block, random_range(&random, 1, MAX_BLOCK));
    for (uint32_t i = 0; i < n; ++i) {
      assert(block[i] == (float)next);
      ++next;
    }
  }
  assert(!pthread_join(writer, NULL));
  assert(ring_read_space(ring) == 0);
  ring_free(ring);
}

int
main(void)
{
  RUN(test_bounds());
  RUN(test_two_threads());
  return 0;
}
