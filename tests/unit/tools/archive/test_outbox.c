// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// What threads make at their own pace comes out in order, not too far ahead,
// and in bounded memory

#undef NDEBUG
#define _POSIX_C_SOURCE 200809L

#include "base/clock.h"
#include "tests/support/run.h"
#include "tools/archive/outbox.h"

#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>

#define N_THREADS 5
#define N_THINGS 400u
#define AHEAD 7u
#define LARGE 20000000u /* bytes: four of them are too much */

/// Threads that make numbers
typedef struct {
  Outbox* outbox;
  atomic_uint next;
  size_t held;         ///< Bytes of each
  uint64_t n_out;      ///< So far
  atomic_uint n_made;  ///< Given, or being given
  unsigned most_ahead; ///< That were made before their turn, with the threads'
  unsigned things[N_THINGS];
} Makers;

static void
take(void* data, void* what)
{
  Makers* const makers = (Makers*)data;
  assert(*(const unsigned*)what == makers->n_out);
  ++makers->n_out;
  const unsigned ahead = atomic_load(&makers->n_made) - (unsigned)makers->n_out;
  makers->most_ahead = ahead > makers->most_ahead ? ahead : makers->most_ahead;
}

static void*
make(void* data)
{
  Makers* const makers = (Makers*)data;
  for (unsigned i = 0; (i = atomic_fetch_add(&makers->next, 1)) < N_THINGS;) {
    if (i % 16 == 0) {
      sleep_seconds(0.002);
    }
    outbox_hold(makers->outbox, i, makers->held);
    makers->things[i] = i;
    atomic_fetch_add(&makers->n_made, 1);
    outbox_give(makers->outbox, i, &makers->things[i], makers->held);
  }
  return NULL;
}

static unsigned
run_makers(size_t held)
{
  static Makers makers;
  makers = (Makers){.held = held};
  makers.outbox = outbox_new(AHEAD, take, &makers);
  assert(makers.outbox && outbox_is_turn(makers.outbox, 0));
  pthread_t threads[N_THREADS];
  for (int i = 0; i < N_THREADS; ++i) {
    assert(!pthread_create(&threads[i], NULL, make, &makers));
  }
  for (int i = 0; i < N_THREADS; ++i) {
    pthread_join(threads[i], NULL);
  }
  assert(makers.n_out == N_THINGS);
  assert(outbox_is_turn(makers.outbox, N_THINGS));
  outbox_free(makers.outbox);
  return makers.most_ahead;
}

static void
test_order(void)
{
  const unsigned ahead = run_makers(0);
  assert(ahead <= AHEAD + N_THREADS);
}

static void
test_memory(void)
{
  const unsigned ahead = run_makers(LARGE);
  assert(ahead <= 4);
}

int
main(void)
{
  RUN(test_order());
  RUN(test_memory());
  return 0;
}
