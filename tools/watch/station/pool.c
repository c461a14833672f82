// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/watch/station/pool.h"

#include "base/clock.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

#define MOST_THREADS 16u

/// A thread
typedef struct {
  Pool* pool;
  pthread_t id;
  double began; ///< When its job did, monotonic; 0 while it has none
} Worker;

/// The lock guards all else, jobs too
struct Pool {
  pthread_mutex_t lock;
  pthread_cond_t has_work;
  pthread_cond_t has_ended; ///< A job
  PoolJob* first;
  PoolJob* last;
  bool is_stopped;
  uint32_t n_threads;
  Worker workers[MOST_THREADS]; ///< [n_threads]
};

static void
enqueue(Pool* pool, PoolJob* job)
{
  job->next = NULL;
  job->is_queued = true;
  if (pool->last) {
    pool->last->next = job;
  } else {
    pool->first = job;
  }
  pool->last = job;
  pthread_cond_signal(&pool->has_work);
}

static PoolJob*
dequeue(Pool* pool)
{
  PoolJob* const job = pool->first;
  pool->first = job->next;
  pool->last = pool->first ? pool->last : NULL;
  job->is_queued = false;
  return job;
}

static void*
run(void* data)
{
  Worker* const worker = (Worker*)data;
  Pool* const pool = worker->pool;
  pthread_mutex_lock(&pool->lock);
  while (!pool->is_stopped) {
    if (!pool->first) {
      pthread_cond_wait(&pool->has_work, &pool->lock);
      continue;
    }
    PoolJob* const job = dequeue(pool);
    job->is_running = true;
    job->is_wanted = false;
    worker->began = wall_seconds();
    pthread_mutex_unlock(&pool->lock);
    const bool has_more = job->work(job->data);
    pthread_mutex_lock(&pool->lock);
    job->is_running = false;
    worker->began = 0.0;
    if (has_more || job->is_wanted) {
      enqueue(pool, job);
    }
    pthread_cond_broadcast(&pool->has_ended);
  }
  pthread_mutex_unlock(&pool->lock);
  return NULL;
}

/// Signals are for the main thread
static void
start_threads(Pool* pool, uint32_t n)
{
  sigset_t all;
  sigset_t old;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &old);
  bool ok = true;
  while (ok && pool->n_threads < n && pool->n_threads < MOST_THREADS) {
    Worker* const worker = &pool->workers[pool->n_threads];
    worker->pool = pool;
    ok = !pthread_create(&worker->id, NULL, run, worker);
    pool->n_threads += ok;
  }
  pthread_sigmask(SIG_SETMASK, &old, NULL);
}

Pool*
pool_new(uint32_t n_threads)
{
  Pool* const pool = (Pool*)calloc(1, sizeof(Pool));
  if (pool) {
    pthread_mutex_init(&pool->lock, NULL);
    pthread_cond_init(&pool->has_work, NULL);
    pthread_cond_init(&pool->has_ended, NULL);
    start_threads(pool, n_threads);
    if (!pool->n_threads) {
      pool_free(pool);
      return NULL;
    }
  }
  return pool;
}

void
pool_free(Pool* pool)
{
  if (pool) {
    pthread_mutex_lock(&pool->lock);
    pool->is_stopped = true;
    pthread_cond_broadcast(&pool->has_work);
    pthread_mutex_unlock(&pool->lock);
    for (uint32_t i = 0; i < pool->n_threads; ++i) {
      pthread_join(pool->workers[i].id, NULL);
    }
    pthread_cond_destroy(&pool->has_ended);
    pthread_cond_destroy(&pool->has_work);
    pthread_mutex_destroy(&pool->lock);
    free(pool);
  }
}

void
pool_want(Pool* pool, PoolJob* job)
{
  pthread_mutex_lock(&pool->lock);
  job->is_wanted = true;
  if (!job->is_queued && !job->is_running) {
    enqueue(pool, job);
  }
  pthread_mutex_unlock(&pool->lock);
}

double
pool_longest(Pool* pool)
{
  double longest = 0.0;
  const double now = wall_seconds();
  pthread_mutex_lock(&pool->lock);
  for (uint32_t i = 0; i < pool->n_threads; ++i) {
    const double began = pool->workers[i].began;
    if (began > 0.0 && now - began > longest) {
      longest = now - began;
    }
  }
  pthread_mutex_unlock(&pool->lock);
  return longest;
}

/// Take it out of the queue, if it is there
static void
unqueue(Pool* pool, PoolJob* job)
{
  PoolJob* before = NULL;
  for (PoolJob* i = pool->first; i; before = i, i = i->next) {
    if (i == job) {
      *(before ? &before->next : &pool->first) = job->next;
      pool->last = pool->last == job ? before : pool->last;
      job->is_queued = false;
      return;
    }
  }
}

void
pool_forget(Pool* pool, PoolJob* job)
{
  pthread_mutex_lock(&pool->lock);
  while (job->is_running) {
    pthread_cond_wait(&pool->has_ended, &pool->lock);
  }
  unqueue(pool, job);
  pthread_mutex_unlock(&pool->lock);
}
