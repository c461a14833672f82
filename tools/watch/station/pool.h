// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_POOL_H
#define EARMARK_POOL_H

#include <stdbool.h>
#include <stdint.h>

/// Something to be done now and then, by one thread at a time; the pool's own
/// but for the first two
typedef struct PoolJob {
  /// Do some of it, in a thread of the pool; returns whether there is more
  bool (*work)(void* data);
  void* data;
  struct PoolJob* next;
  bool is_queued;
  bool is_running;
  bool is_wanted; ///< Again, once it has run
} PoolJob;

/**
   A few threads that share the work of many, in turn.  [any], but for what
   makes and frees it.
*/
typedef struct Pool Pool;

/// With that many threads; NULL if the system gives none
Pool* pool_new(uint32_t n_threads);

/// No job may be wanted any more.  `pool` may be NULL.
void pool_free(Pool* pool);

/// Do the job, soon
void pool_want(Pool* pool, PoolJob* job);

/// For how long the job that runs longest has been running, in seconds; 0 if
/// none runs
double pool_longest(Pool* pool);

/// Forget the job, and wait until it runs no more
void pool_forget(Pool* pool, PoolJob* job);

#endif
