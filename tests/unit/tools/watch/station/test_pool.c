// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// All wanted work is done, by one thread at a time for each job

#undef NDEBUG
#define _POSIX_C_SOURCE 200809L

#include "tools/watch/station/pool.h"

#include "base/clock.h"

#include <assert.h>
#include <stdatomic.h>

#define N_JOBS 20
#define N_TIMES 2000

static struct {
  PoolJob job;
  atomic_int wanted;
  atomic_int inside;
  int done;
} jobs[N_JOBS];

static bool
work(void* data)
{
  const int i = *(const int*)data;
  const int others = atomic_fetch_add(&jobs[i].inside, 1);
  assert(others == 0);
  jobs[i].done += atomic_exchange(&jobs[i].wanted, 0) > 0;
  atomic_fetch_sub(&jobs[i].inside, 1);
  return atomic_load(&jobs[i].wanted) > 0;
}

int
main(void)
{
  int numbers[N_JOBS];
  Pool* const pool = pool_new(3);
  assert(pool);
  for (int i = 0; i < N_JOBS; ++i) {
    numbers[i] = i;
    jobs[i].job = (PoolJob){.work = work, .data = &numbers[i]};
  }
  for (int t = 0; t < N_TIMES; ++t) {
    for (int i = 0; i < N_JOBS; ++i) {
      atomic_fetch_add(&jobs[i].wanted, 1);
      pool_want(pool, &jobs[i].job);
    }
  }
  const double late = wall_seconds() + 30.0;
  for (int i = 0; i < N_JOBS; ++i) {
    while (atomic_load(&jobs[i].wanted)) {
      assert(wall_seconds() < late);
      sleep_seconds(0.001);
    }
    pool_forget(pool, &jobs[i].job);
    assert(jobs[i].done > 0);
  }
  pool_free(pool);
  return 0;
}
