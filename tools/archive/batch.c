// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _GNU_SOURCE // sched_getaffinity()

#include "tools/archive/batch.h"

#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <unistd.h>

#define AHEAD 32u /* results of each thread that wait for their turn */

typedef struct {
  Lister* lister;
  Pace* pace;
  Outbox* outbox;
  const BatchCallbacks* callbacks;
  pthread_mutex_t lock; ///< Of the lister, and what follows
  uint64_t n;
  bool has_ended;
  bool has_failed; ///< Memory is short
} Batch;

uint32_t
batch_processors(void)
{
  cpu_set_t set;
  int n = 0;
  CPU_ZERO(&set);
  if (!sched_getaffinity(0, sizeof(set), &set)) {
    n = CPU_COUNT(&set);
  }
  const long all = n > 0 ? n : sysconf(_SC_NPROCESSORS_ONLN);
  return all < 1                      ? 1u
         : all > (long)BATCH_MAX_JOBS ? BATCH_MAX_JOBS
                                      : (uint32_t)all;
}

/// The next job; NULL if there is none
static BatchJob*
next_job(Batch* batch)
{
  const BatchCallbacks* const callbacks = batch->callbacks;
  BatchJob* const job = (BatchJob*)calloc(1, sizeof(BatchJob));
  pthread_mutex_lock(&batch->lock);
  bool is_there = false;
  batch->has_failed = batch->has_failed || !job;
  batch->has_ended = batch->has_ended || batch->has_failed ||
                     (callbacks->stops && callbacks->stops(callbacks->data));
  while (!batch->has_ended && !is_there) {
    is_there = lister_next(batch->lister, &job->item);
    batch->has_ended = !is_there;
    if (is_there && callbacks->skips &&
        callbacks->skips(callbacks->data, &job->item)) {
      pace_add(batch->pace, PACE_SKIPPED, 0.0);
      item_clear(&job->item);
      is_there = false;
    }
  }
  if (is_there) {
    job->number = batch->n++;
    job->outbox = batch->outbox;
  }
  pthread_mutex_unlock(&batch->lock);
  if (!is_there) {
    free(job);
    return NULL;
  }
  return job;
}

static void
tell(void* data, void* what)
{
  const Batch* const batch = (const Batch*)data;
  BatchJob* const job = (BatchJob*)what;
  pace_clear(batch->pace);
  batch->callbacks->tell(batch->callbacks->data, job);
  pace_add(batch->pace, job->end, job->seconds);
  item_clear(&job->item);
  free(job);
}

static void*
run(void* data)
{
  Batch* const batch = (Batch*)data;
  for (BatchJob* job = NULL; (job = next_job(batch));) {
    if (job->item.error.text[0]) {
      job->error = job->item.error;
      job->end = PACE_FAILED;
    } else {
      batch->callbacks->work(batch->callbacks->data, job);
    }
    outbox_give(batch->outbox, job->number, job, job->held);
  }
  return NULL;
}

bool
batch_run(Lister* lister,
          uint32_t n_jobs,
          Pace* pace,
          const BatchCallbacks* callbacks,
          Error* error)
{
  Batch batch = {.lister = lister,
                 .pace = pace,
                 .callbacks = callbacks,
                 .lock = PTHREAD_MUTEX_INITIALIZER};
  batch.outbox = outbox_new(AHEAD * n_jobs, tell, &batch);
  pthread_t threads[BATCH_MAX_JOBS];
  uint32_t n = 0;
  if (batch.outbox) {
    while (n + 1 < n_jobs && n + 1 < BATCH_MAX_JOBS &&
           !pthread_create(&threads[n], NULL, run, &batch)) {
      ++n;
    }
    run(&batch);
  }
  while (n) {
    pthread_join(threads[--n], NULL);
  }
  const bool good = batch.outbox && !batch.has_failed;
  outbox_free(batch.outbox);
  if (!good) {
    error_set(error, ERROR_NO_MEMORY);
  }
  return good;
}
