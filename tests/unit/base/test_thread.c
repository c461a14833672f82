// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L
#undef NDEBUG

#include "base/clock.h"
#include "base/thread.h"

#include <assert.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>

static atomic_uint count;
static atomic_uint signals;

static uint32_t
often(void* data)
{
  sigset_t blocked;
  assert(data == &count);
  pthread_sigmask(SIG_SETMASK, NULL, &blocked);
  atomic_fetch_add(&signals, !sigismember(&blocked, SIGTERM));
  atomic_fetch_add(&count, 1);
  return 2;
}

static uint32_t
seldom(void* data)
{
  (void)data;
  atomic_fetch_add(&count, 1);
  return 1000000;
}

int
main(void)
{
  thread_stop(NULL);

  Thread* thread = thread_start(often, &count);
  assert(thread);
  for (double start = wall_seconds(); atomic_load(&count) < 5;) {
    assert(wall_seconds() - start < 10.0);
    sleep_seconds(0.001);
  }
  thread_stop(thread);
  const unsigned at_stop = atomic_load(&count);
  sleep_seconds(0.02);
  assert(atomic_load(&count) == at_stop); // It has really ended
  assert(!atomic_load(&signals));         // and left signals to the host

  // It does not sleep through its end
  atomic_store(&count, 0);
  thread = thread_start(seldom, NULL);
  while (!atomic_load(&count)) {
    sleep_seconds(0.001);
  }
  const double start = wall_seconds();
  thread_stop(thread);
  assert(wall_seconds() - start < 5.0);
  assert(atomic_load(&count) == 1);
  return 0;
}
