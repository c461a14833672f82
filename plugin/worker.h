// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_WORKER_H
#define EARMARK_WORKER_H

#include "base/realtime.h"
#include "engine/tagger.h"

#include <lv2/worker/worker.h>

#include <stdbool.h>
#include <stdint.h>

/**
   Who does a tagger's work, and when.

   The host's worker where there is one, else a thread of our own.  Or the
   audio thread itself, which never loses audio and gives the same tags every
   time: when freewheeling, and in a host without a worker as long as it is not
   seen to play in real time (such hosts mostly process files, and run far ahead
   of any thread).  It also helps out, a little in each block, when the worker
   is late by more than 1 s: a host that takes no messages still gets tags.
   Whoever works holds a flag that others only try.
*/
typedef struct Worker Worker;

/// [setup] `schedule` may be NULL; `tagger` must outlive it; `rate` in
/// Hz.  NULL if memory is short.
Worker*
worker_new(Tagger* tagger, const LV2_Worker_Schedule* schedule, double rate);

/// [setup] Stops it, too
void worker_free(Worker* worker);

/// [setup] Begin with no past
void worker_start(Worker* worker);

/// [setup] End the thread if there is one
void worker_stop(Worker* worker);

/// [audio] Push audio and see to it that it is worked on.  At once, if the
/// audio thread does it, so that tagger_read() has the result.
EARMARK_REALTIME void worker_feed(Worker* worker,
                                  const float* const* channels,
                                  uint32_t n_channels,
                                  uint32_t n_samples,
                                  bool freewheeling);

/// [audio] Forget the audio so far; false if someone is at work just now
EARMARK_REALTIME bool worker_forget(Worker* worker);

/// [audio] True if the audio thread itself does the work since the last feed
EARMARK_REALTIME bool worker_is_synchronous(const Worker* worker);

/// [work] What the host's worker calls
void worker_work(Worker* worker);

#endif
