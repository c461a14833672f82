// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "plugin/worker.h"

#include "base/denormals.h"
#include "base/thread.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

#define POLL_MS 10u           /* our thread's pause while audio comes in */
#define IDLE_MS 50u           /* and while none does */
#define PACE_SECONDS 0.5      /* over which the host's pace is measured */
#define PACE_LIMIT 2.0        /* times real time; beyond, the host is offline */
#define BACKLOG_SECONDS 1.0   /* so late a worker is that does not keep up */
#define CATCH_UP 4u           /* times what comes in, while run() helps out */
#define PATIENCE_SECONDS 0.75 /* before a message is taken as lost */

/// To the host's worker, which needs to know nothing; some dislike empty ones
static const uint32_t work_message = 1;

/// Only our own thread touches this
typedef struct {
  double since; ///< Time when the measurement began
  uint32_t pushed;
} Pace;

struct Worker {
  Tagger* tagger;
  const LV2_Worker_Schedule* schedule;
  double rate;

  // Audio thread's
  bool direct;     ///< The audio thread did the last work
  uint32_t waited; ///< Samples since the host's worker got a message

  // Shared
  atomic_flag busy;        ///< Held by whoever works
  atomic_bool wanted;      ///< Work waits for the thread or the host's worker
  atomic_bool offline;     ///< The host does not play in real time
  _Atomic uint32_t pushed; ///< Samples fed, wrapping

  // Ours
  Thread* thread;
  Pace pace;
};

Worker*
worker_new(Tagger* tagger, const LV2_Worker_Schedule* schedule, double rate)
{
  Worker* const worker = (Worker*)calloc(1, sizeof(Worker));
  if (worker) {
    worker->tagger = tagger;
    worker->schedule = schedule;
    worker->rate = rate;
    atomic_flag_clear(&worker->busy);
    atomic_init(&worker->offline, true);
  }
  return worker;
}

void
worker_free(Worker* worker)
{
  if (worker) {
    worker_stop(worker);
    free(worker);
  }
}

static bool
try_begin(Worker* worker)
{
  return !atomic_flag_test_and_set_explicit(&worker->busy,
                                            memory_order_acquire);
}

static void
end(Worker* worker)
{
  atomic_flag_clear_explicit(&worker->busy, memory_order_release);
}

void
worker_work(Worker* worker)
{
  const Denormals mode = denormals_flush();
  if (try_begin(worker)) {
    tagger_work_timed(worker->tagger);
    end(worker);
  }
  atomic_store(&worker->wanted, false);
  denormals_restore(mode);
}

static double
now(void)
{
  struct timespec t = {0, 0};
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/// See how fast the host feeds us; a pause says nothing
static void
measure_pace(Worker* worker)
{
  Pace* const pace = &worker->pace;
  const double seconds = now() - pace->since;
  if (seconds >= PACE_SECONDS) {
    const uint32_t pushed = atomic_load(&worker->pushed);
    if (pushed != pace->pushed) {
      const double audio = (pushed - pace->pushed) / worker->rate;
      atomic_store(&worker->offline, audio > PACE_LIMIT * seconds);
    }
    *pace = (Pace){now(), pushed};
  }
}

/// The thread polls, since the audio thread may not call the system to wake it
static uint32_t
poll(void* data)
{
  Worker* const worker = (Worker*)data;
  measure_pace(worker);
  if (!atomic_load(&worker->offline) && atomic_load(&worker->wanted)) {
    worker_work(worker);
  }
  return atomic_load(&worker->pushed) == worker->pace.pushed ? IDLE_MS
                                                             : POLL_MS;
}

bool
worker_forget(Worker* worker)
{
  if (!try_begin(worker)) {
    return false;
  }
  tagger_forget(worker->tagger);
  atomic_store(&worker->wanted, false);
  end(worker);
  return true;
}

void
worker_start(Worker* worker)
{
  worker_stop(worker);
  while (!worker_forget(worker)) {
    nanosleep(&(struct timespec){0, 1000000}, NULL);
  }
  tagger_reset(worker->tagger);
  worker->waited = 0;
  atomic_store(&worker->offline, true);
  worker->pace = (Pace){now(), atomic_load(&worker->pushed)};
  if (!worker->schedule) {
    worker->thread = thread_start(poll, worker);
  }
}

void
worker_stop(Worker* worker)
{
  thread_stop(worker->thread);
  worker->thread = NULL;
}

/// Have the host's worker called; a message that it does not take is sent
/// again at the next run
EARMARK_REALTIME static void
send_message(Worker* worker)
{
  const LV2_Worker_Schedule* const schedule = worker->schedule;
  atomic_store(&worker->wanted, true); // It may be done when this returns
  worker->waited = 0;
  // LV2 promises that run() may call it
  EARMARK_DISABLE_EFFECT_WARNINGS
  const LV2_Worker_Status status = schedule->schedule_work(
      schedule->handle, sizeof(work_message), &work_message);
  EARMARK_RESTORE_EFFECT_WARNINGS
  if (status != LV2_WORKER_SUCCESS) {
    atomic_store(&worker->wanted, false);
  }
}

static void
ask_for_work(Worker* worker, uint32_t n_samples)
{
  worker->waited += n_samples;
  if (!tagger_pending(worker->tagger)) {
    return;
  }
  if (!worker->schedule) {
    atomic_store(&worker->wanted, true);
  } else if (!atomic_load(&worker->wanted) ||
             worker->waited > PATIENCE_SECONDS * worker->rate) {
    send_message(worker);
  }
}

/// The thread is starved, or the host refuses or loses our messages
static bool
falls_behind(const Worker* worker)
{
  return tagger_waiting(worker->tagger) > BACKLOG_SECONDS * worker->rate;
}

static bool
choose_direct(Worker* worker, bool freewheeling)
{
  const bool late = falls_behind(worker);
  if (worker->schedule) {
    return freewheeling || late;
  }
  if (late) {
    atomic_store(&worker->offline, true);
  }
  return freewheeling || !worker->thread || atomic_load(&worker->offline);
}

/// Work in the audio thread: all there is when freewheeling, else no more than
/// a few times what just came in, so that a backlog is no burst
static void
work_here(Worker* worker, uint32_t n_samples, bool freewheeling)
{
  if (try_begin(worker)) {
    tagger_work_some(worker->tagger,
                     freewheeling ? UINT32_MAX : CATCH_UP * n_samples);
    end(worker);
  }
}

void
worker_feed(Worker* worker,
            const float* const* channels,
            uint32_t n_channels,
            uint32_t n_samples,
            bool freewheeling)
{
  tagger_push(worker->tagger, channels, n_channels, n_samples);
  atomic_fetch_add(&worker->pushed, n_samples);
  worker->direct = choose_direct(worker, freewheeling);
  if (worker->direct) {
    atomic_store(&worker->wanted, false);
    work_here(worker, n_samples, freewheeling);
  } else {
    ask_for_work(worker, n_samples);
  }
}

bool
worker_is_direct(const Worker* worker)
{
  return worker->direct;
}
