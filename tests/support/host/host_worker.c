// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#undef NDEBUG
#define _POSIX_C_SOURCE 200809L // base/clock.h

#include "tests/support/host/host_worker.h"

#include "base/clock.h"

#include <assert.h>
#include <stdint.h>

static LV2_Worker_Status
respond(LV2_Worker_Respond_Handle handle, uint32_t size, const void* data)
{
  const HostWorker* const worker = (const HostWorker*)handle;
  return worker->interface->work_response(worker->handle, size, data);
}

static void
call_work(HostWorker* worker)
{
  static const uint32_t message = 0;
  worker->interface->work(worker->handle, respond, worker, sizeof(message),
                          &message);
}

static LV2_Worker_Status
schedule_work(LV2_Worker_Schedule_Handle handle,
              uint32_t size,
              const void* data)
{
  HostWorker* const worker = (HostWorker*)handle;
  (void)data;
  atomic_fetch_add(&worker->scheduled, 1);
  if (size > atomic_load(&worker->largest)) {
    atomic_store(&worker->largest, size);
  }
  switch (atomic_load(&worker->mode)) {
  case WORKER_THREADED:
    atomic_fetch_add(&worker->queued, 1);
    break;
  case WORKER_INLINE:
    call_work(worker);
    respond(worker, 0, NULL);
    break;
  case WORKER_FAILING:
    return LV2_WORKER_ERR_NO_SPACE;
  case WORKER_LOSING:
    break;
  }
  return LV2_WORKER_SUCCESS;
}

static void*
worker_main(void* data)
{
  HostWorker* const worker = (HostWorker*)data;
  while (!atomic_load(&worker->stop)) {
    if (atomic_load(&worker->queued)) {
      call_work(worker);
      atomic_fetch_sub(&worker->queued, 1);
    } else {
      sleep_seconds(0.0005);
    }
  }
  return NULL;
}

void
host_worker_init(HostWorker* worker)
{
  worker->schedule = (LV2_Worker_Schedule){worker, schedule_work};
}

void
host_worker_start(HostWorker* worker)
{
  worker->running = !pthread_create(&worker->thread, NULL, worker_main, worker);
  assert(worker->running);
}

void
host_worker_stop(HostWorker* worker)
{
  if (worker->running) {
    atomic_store(&worker->stop, true);
    pthread_join(worker->thread, NULL);
  }
}
