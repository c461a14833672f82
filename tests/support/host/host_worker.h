// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_HOST_WORKER_H
#define EARMARK_HOST_WORKER_H

#include <lv2/core/lv2.h>
#include <lv2/worker/worker.h>

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

/// What the host's schedule_work() does
typedef enum {
  WORKER_THREADED, ///< Another thread calls work()
  WORKER_INLINE,   ///< It calls work() and work_response() itself
  WORKER_FAILING,  ///< It says that there is no room
  WORKER_LOSING    ///< It takes the message and forgets it
} WorkerMode;

/// The host's side of worker:schedule.  No system call in schedule_work().
typedef struct {
  LV2_Worker_Schedule schedule;
  const LV2_Worker_Interface* interface;
  LV2_Handle handle;
  _Atomic WorkerMode mode;
  atomic_uint scheduled; ///< Calls of schedule_work()
  atomic_uint queued;    ///< Messages for the thread
  atomic_bool stop;
  atomic_uint largest; ///< Largest message in bytes
  pthread_t thread;
  bool running;
} HostWorker;

/// What schedule_work() calls is set later: `interface` and `handle`
void host_worker_init(HostWorker* worker);

/// Start the thread that calls work()
void host_worker_start(HostWorker* worker);

/// Stop it, if it runs
void host_worker_stop(HostWorker* worker);

#endif
