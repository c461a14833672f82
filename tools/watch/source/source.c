// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/watch/source/source.h"

#include "base/clock.h"
#include "base/thread.h"
#include "tools/watch/source/address.h"
#include "tools/watch/source/backoff.h"
#include "tools/watch/source/stamp_clock.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/stat.h>

#define PACE 0.25   /* Seconds from one look at paced audio to the next */
#define STEP 0.05   /* Seconds from one look at a full queue to the next */
#define STEADY 20.0 /* Seconds after which a connection has been good */
#define LEAVE_AFTER 2000u /* Milliseconds until a thread is left behind */

struct Source {
  const SourceSettings* settings;
  Thread* thread;
  atomic_bool stop;
  atomic_bool is_trying; ///< The thread is at an attempt
  pthread_mutex_t lock;  ///< Guards the status
  pthread_cond_t wake;   ///< That it is to stop
  SourceStatus status;

  // The thread's own
  bool is_final; ///< There is nothing to be tried again
  StampClock clock;
  Backoff backoff;
};

const char*
source_state_name(SourceState state)
{
  static const char* const names[SOURCE_N_STATES] = {
      "connecting", "live", "stalled", "down", "ended"};
  return names[state];
}

/// A file that has an end, or standard input
static bool
is_finite(const char* address)
{
  struct stat status;
  const AddressKind kind = address_kind(address);
  return kind == ADDRESS_INPUT ||
         (kind == ADDRESS_FILE &&
          (stat(address, &status) || S_ISREG(status.st_mode)));
}

static void
set_state(Source* source, SourceState state, SourceReason reason)
{
  pthread_mutex_lock(&source->lock);
  SourceStatus* const status = &source->status;
  if (status->state != state || status->reason != reason) {
    // It is down since its audio ended, not since the last attempt
    if (status->state == SOURCE_LIVE && status->last_audio > 0.0) {
      status->since = status->last_audio;
    } else if (status->state != state) {
      status->since = wall_seconds();
    }
    status->state = state;
    status->reason = reason;
  }
  pthread_mutex_unlock(&source->lock);
}

static void
set_failed(Source* source, SourceReason reason)
{
  pthread_mutex_lock(&source->lock);
  ++source->status.n_failures[reason];
  pthread_mutex_unlock(&source->lock);
  set_state(source,
            source->is_final                  ? SOURCE_ENDED
            : reason == SOURCE_REASON_STALLED ? SOURCE_STALLED
                                              : SOURCE_DOWN,
            reason);
}

static void
set_heard(Source* source)
{
  set_state(source, SOURCE_LIVE, SOURCE_REASON_NONE);
  pthread_mutex_lock(&source->lock);
  source->status.last_audio = wall_seconds();
  pthread_mutex_unlock(&source->lock);
}

static bool
is_stopped(Source* source)
{
  return atomic_load_explicit(&source->stop, memory_order_relaxed);
}

static void
wait_for(Source* source, double seconds)
{
  const double end = wall_seconds() + seconds;
  const time_t whole = (time_t)end;
  const struct timespec then = {whole, (long)(1e9 * (end - (double)whole))};
  int code = 0;
  pthread_mutex_lock(&source->lock);
  while (!code && !is_stopped(source)) {
    code = pthread_cond_timedwait(&source->wake, &source->lock, &then);
  }
  pthread_mutex_unlock(&source->lock);
}

/// What can be read as fast as one likes waits for its time, and for those who
/// analyse: nothing of it is dropped
static void
pace(Source* source, double seconds)
{
  const double ahead =
      stamp_clock_wait(&source->clock, seconds, wall_seconds());
  if (ahead > 0.0) {
    wait_for(source, ahead + PACE);
  }
  while (!is_stopped(source) &&
         pcm_queue_length(source->settings->queue) > PCM_QUEUE_SECONDS / 2.0) {
    wait_for(source, STEP);
  }
}

/// Hand samples on, if they are new
static void
push(Source* source, Connection* connection, const Samples* samples)
{
  double begin = 0.0;
  double end = 0.0;
  const double seconds = (double)samples->n / (double)samples->rate;
  const bool is_first = !source->clock.is_connected;
  if (connection_is_paced(connection)) {
    pace(source, seconds);
  }
  if (is_stopped(source)) {
    return;
  }
  const bool is_heard =
      stamp_clock_place(&source->clock, seconds, wall_seconds(), &begin, &end);
  const PacketTap* const tap = source->settings->connection.tap;
  if (tap && tap->on_stamp) {
    tap->on_stamp(tap->data, begin, is_heard ? end : begin);
  }
  if (!is_heard) {
    return;
  }
  PcmBlock* const block = pcm_block_new(samples);
  if (!block) {
    return;
  }
  block->begin = begin;
  block->end = end;
  block->is_first = is_first;
  StreamTitle title;
  if (connection_title(connection, &title)) {
    block->title = (StreamTitle*)malloc(sizeof(title));
    if (block->title) {
      *block->title = title;
    }
  }
  pcm_queue_push(source->settings->queue, block);
  source->settings->on_audio(source->settings->data);
}

/// Read until it ends; returns why
static SourceReason
read_all(Source* source, Connection* connection)
{
  SourceReason reason = SOURCE_REASON_NONE;
  Samples samples;
  stamp_clock_connect(&source->clock);
  const double begin = wall_seconds();
  while (!is_stopped(source) &&
         connection_read(connection, &samples, &reason)) {
    set_heard(source);
    push(source, connection, &samples);
    if (wall_seconds() > begin + STEADY) {
      backoff_succeed(&source->backoff);
    }
  }
  return reason;
}

/// Connect and read once; returns milliseconds until the next attempt
static uint32_t
try_once(Source* source)
{
  const SourceSettings* const settings = source->settings;
  if (source->is_final || is_stopped(source)) {
    return UINT32_MAX / 4;
  }
  SourceReason reason = SOURCE_REASON_NONE;
  Connection* const connection =
      connection_open(&settings->connection, &source->stop, &reason);
  if (connection) {
    reason = read_all(source, connection);
    connection_close(connection);
  }
  if (is_stopped(source)) {
    return 0;
  }
  if (settings->loops && connection && reason == SOURCE_REASON_ENDED) {
    return 0;
  }
  source->is_final = is_finite(settings->connection.address);
  set_failed(source, reason);
  return (uint32_t)(1000.0 * backoff_fail(&source->backoff));
}

static uint32_t
attempt(void* data)
{
  Source* const source = (Source*)data;
  atomic_store(&source->is_trying, true);
  const uint32_t wait = try_once(source);
  atomic_store(&source->is_trying, false);
  return wait;
}

Source*
source_start(const SourceSettings* settings, uint32_t seed)
{
  Source* const source = (Source*)calloc(1, sizeof(Source));
  if (!source) {
    return NULL;
  }
  source->settings = settings;
  source->backoff.random = seed;
  source->status.since = wall_seconds();
  pthread_mutex_init(&source->lock, NULL);
  pthread_condattr_t attributes;
  pthread_condattr_init(&attributes);
  pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
  pthread_cond_init(&source->wake, &attributes);
  pthread_condattr_destroy(&attributes);
  source->thread = thread_start(attempt, source);
  if (!source->thread) {
    source_free(source);
    return NULL;
  }
  return source;
}

void
source_stop(Source* source)
{
  pthread_mutex_lock(&source->lock);
  atomic_store(&source->stop, true);
  pthread_cond_signal(&source->wake);
  pthread_mutex_unlock(&source->lock);
}

bool
source_is_over(Source* source)
{
  // An attempt that begins after this sees that it is to stop
  return atomic_load(&source->stop) && !atomic_load(&source->is_trying);
}

bool
source_free(Source* source)
{
  if (source) {
    source_stop(source);
    if (!thread_stop_within(source->thread, LEAVE_AFTER)) {
      return false;
    }
    pthread_cond_destroy(&source->wake);
    pthread_mutex_destroy(&source->lock);
    free(source);
  }
  return true;
}

SourceStatus
source_status(Source* source)
{
  pthread_mutex_lock(&source->lock);
  SourceStatus status = source->status;
  pthread_mutex_unlock(&source->lock);
  if (status.state == SOURCE_LIVE &&
      wall_seconds() > status.last_audio + SOURCE_STALL) {
    status.state = SOURCE_STALLED;
    status.reason = SOURCE_REASON_STALLED;
    status.since = status.last_audio;
  }
  return status;
}
