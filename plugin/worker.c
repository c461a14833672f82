// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "plugin/worker.h"

#include "base/clock.h"
#include "base/denormals.h"
#include "base/thread.h"

#include <stdatomic.h>
#include <stdlib.h>

#define POLL_MS 10u          /* our thread's pause while audio comes in */
#define IDLE_MS 50u          /* and while none does */
#define SPEED_SECONDS 0.5    /* over which the host's speed is measured */
#define OFFLINE_SPEED 2.0    /* times real time; beyond, the host is offline */
#define BACKLOG_SECONDS 1.0  /* of audio waiting: the worker is late */
#define BACKLOG_FACTOR 4u    /* times a block that run() works on when late */
#define MESSAGE_TIMEOUT 0.75 /* seconds until a message is taken as lost */

/// To the host's worker, which needs to know nothing; some dislike empty ones
static const uint32_t work_message = 1;

/// Measures how fast the host runs; only our own thread touches it
typedef struct {
  double since;    ///< Time when the measurement began
  uint32_t pushed; ///< Samples fed until then
} SpeedMeter;

struct Worker {
  Tagger* tagger;
  const LV2_Worker_Schedule* schedule;
  double rate;

  // Audio thread's
  bool synchronous; ///< The last block was the audio thread's work
  uint32_t waited;  ///< Samples since the host's worker got a message

  // Shared
  atomic_flag busy;        ///< Held by whoever works
  atomic_bool wanted;      ///< Work waits for the thread or the host's worker
  atomic_bool offline;     ///< The host does not play in real time
  _Atomic uint32_t pushed; ///< Samples fed, wrapping

  // Our own thread's
  Thread* thread;
  SpeedMeter meter;
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

/// See how fast the host runs against real time; a pause says nothing
static void
measure_speed(Worker* worker)
{
  SpeedMeter* const meter = &worker->meter;
  const double seconds = wall_seconds() - meter->since;
  if (seconds >= SPEED_SECONDS) {
    const uint32_t pushed = atomic_load(&worker->pushed);
    if (pushed != meter->pushed) {
      const double audio = (pushed - meter->pushed) / worker->rate;
      atomic_store(&worker->offline, audio > OFFLINE_SPEED * seconds);
    }
    *meter = (SpeedMeter){wall_seconds(), pushed};
  }
}

/// The thread polls, since the audio thread may not call the system to wake it
static uint32_t
poll_work(void* data)
{
  Worker* const worker = (Worker*)data;
  measure_speed(worker);
  if (!atomic_load(&worker->offline) && atomic_load(&worker->wanted)) {
    worker_work(worker);
  }
  return atomic_load(&worker->pushed) == worker->meter.pushed ? IDLE_MS
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
    sleep_seconds(0.001);
  }
  tagger_reset(worker->tagger);
  worker->waited = 0;
  atomic_store(&worker->offline, true);
  worker->meter = (SpeedMeter){wall_seconds(), atomic_load(&worker->pushed)};
  if (!worker->schedule) {
    worker->thread = thread_start(poll_work, worker);
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
request_work(Worker* worker, uint32_t n_samples)
{
  worker->waited += n_samples;
  if (!tagger_pending(worker->tagger)) {
    return;
  }
  if (!worker->schedule) {
    atomic_store(&worker->wanted, true);
  } else if (!atomic_load(&worker->wanted) ||
             worker->waited > MESSAGE_TIMEOUT * worker->rate) {
    send_message(worker);
  }
}

/// The thread is starved, or the host refuses or loses our messages
static bool
is_late(const Worker* worker)
{
  return tagger_waiting(worker->tagger) > BACKLOG_SECONDS * worker->rate;
}

static bool
choose_synchronous(Worker* worker, bool freewheeling)
{
  const bool late = is_late(worker);
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
work_synchronously(Worker* worker, uint32_t n_samples, bool freewheeling)
{
  if (try_begin(worker)) {
    tagger_work_some(worker->tagger,
                     freewheeling ? UINT32_MAX : BACKLOG_FACTOR * n_samples);
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
  worker->synchronous = choose_synchronous(worker, freewheeling);
  if (worker->synchronous) {
    atomic_store(&worker->wanted, false);
    work_synchronously(worker, n_samples, freewheeling);
  } else {
    request_work(worker, n_samples);
  }
}

bool
worker_is_synchronous(const Worker* worker)
{
  return worker->synchronous;
}
