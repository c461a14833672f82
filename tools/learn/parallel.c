// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/learn/parallel.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#define MAX_THREADS 64

typedef struct {
  void (*func)(void* data, uint32_t i);
  void* data;
  uint32_t n;
  atomic_uint next;
} Loop;

static void*
run(void* data)
{
  Loop* const loop = (Loop*)data;
  for (uint32_t i = 0; (i = atomic_fetch_add(&loop->next, 1)) < loop->n;) {
    loop->func(loop->data, i);
  }
  return NULL;
}

void
parallel_for(uint32_t n, void (*func)(void* data, uint32_t i), void* data)
{
  Loop loop = {.func = func, .data = data, .n = n};
  const long n_processors = sysconf(_SC_NPROCESSORS_ONLN);
  pthread_t threads[MAX_THREADS];
  int n_threads = 0;
  while (n_threads + 1 < n_processors && n_threads < MAX_THREADS &&
         !pthread_create(&threads[n_threads], NULL, run, &loop)) {
    ++n_threads;
  }
  run(&loop);
  while (n_threads) {
    pthread_join(threads[--n_threads], NULL);
  }
}
