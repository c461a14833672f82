// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/watch/station/station.h"

#include "tools/options/message.h"
#include "tools/watch/meter/listener.h"
#include "tools/watch/source/utc.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define MOST_MOMENTS 256u /* That wait to be taken */
#define TURN 64u          /* Blocks that are heard in one go */
#define PATIENCE 15.0     /* Seconds to wait for a server */

struct Station {
  StationSettings settings; ///< Its texts are owned
  SourceSettings source_settings;
  PacketTap tap;
  Pool* pool;
  PoolJob job;
  Source* source;
  Listener* listener; ///< The job's, once it runs
  PcmQueue* queue;
  atomic_int quiet_in;  ///< The state in which all was heard; -1 if not all was
  bool has_failed;      ///< The job cannot go on
  pthread_mutex_t lock; ///< Guards the moments
  uint32_t n_moments;
  Reading* moments[MOST_MOMENTS]; ///< [n_moments], the oldest first
};

/// The oldest moment, which then is the caller's, or NULL
static Reading*
take_oldest(Station* station)
{
  Reading* const oldest = station->n_moments ? station->moments[0] : NULL;
  station->n_moments -= oldest != NULL;
  for (uint32_t i = 0; i < station->n_moments; ++i) {
    station->moments[i] = station->moments[i + 1];
  }
  return oldest;
}

/// Copy it; where nobody takes them, the oldest are lost
static void
on_moment(void* data, const Reading* moment)
{
  Station* const station = (Station*)data;
  Reading* const copy = reading_new(moment->n_tags);
  if (!copy) {
    return;
  }
  memcpy(copy, moment, sizeof(*moment) + moment->n_tags * sizeof(float));
  pthread_mutex_lock(&station->lock);
  if (station->n_moments == MOST_MOMENTS) {
    free(take_oldest(station));
  }
  station->moments[station->n_moments++] = copy;
  pthread_mutex_unlock(&station->lock);
}

static void
on_audio(void* data)
{
  Station* const station = (Station*)data;
  pool_want(station->pool, &station->job);
}

static void
hear(Station* station, PcmBlock* block, double dropped)
{
  Error error = {""};
  if (!station->has_failed &&
      !listener_push(station->listener, block, dropped, &error)) {
    station->has_failed = true;
    message_failure(station->settings.name, error.text);
  }
  pcm_block_free(block);
}

/// Hear some blocks; returns whether there may be more
static bool
work(void* data)
{
  Station* const station = (Station*)data;
  const SourceState state = source_status(station->source).state;
  atomic_store(&station->quiet_in, -1);
  for (uint32_t i = 0; i < TURN; ++i) {
    double dropped = 0.0;
    PcmBlock* const block = pcm_queue_pop(station->queue, &dropped);
    if (!block) {
      if (state != SOURCE_LIVE) {
        listener_end(station->listener);
      }
      atomic_store(&station->quiet_in, (int)state);
      return false;
    }
    hear(station, block, dropped);
  }
  return true;
}

/// False if memory is short
static bool
copy_settings(StationSettings* copy, const StationSettings* settings)
{
  *copy = *settings;
  copy->name = strdup(settings->name);
  copy->address = strdup(settings->address);
  copy->charset = strdup(settings->charset);
  return copy->name && copy->address && copy->charset;
}

bool
station_settings_equal(const StationSettings* a, const StationSettings* b)
{
  return !strcmp(a->name, b->name) && !strcmp(a->address, b->address) &&
         !strcmp(a->charset, b->charset) && a->track == b->track &&
         a->has_true_peak == b->has_true_peak &&
         a->has_returns == b->has_returns && a->trusts_all == b->trusts_all &&
         a->loops == b->loops;
}

static Station*
make(const StationSettings* settings, const StationShare* share, Error* error)
{
  Station* const station = (Station*)calloc(1, sizeof(Station));
  if (!station) {
    error_set(error, ERROR_NO_MEMORY);
    return NULL;
  }
  const bool is_copied = copy_settings(&station->settings, settings);
  station->pool = share->pool;
  if (share->tap_of) {
    station->tap = share->tap_of(share->data, settings->name);
  }
  atomic_init(&station->quiet_in, -1);
  station->job = (PoolJob){.work = work, .data = station};
  pthread_mutex_init(&station->lock, NULL);
  const ListenerSettings listener = {.network = share->network,
                                     .view = share->view,
                                     .memory = share->memory,
                                     .has_true_peak = settings->has_true_peak,
                                     .has_returns = settings->has_returns,
                                     .hour_of = utc_hour_of,
                                     .on_moment = on_moment,
                                     .data = station};
  station->listener = listener_new(&listener, error);
  station->queue = pcm_queue_new();
  if (!is_copied || !station->listener || !station->queue) {
    error_set(error, ERROR_NO_MEMORY);
    station_free(station);
    return NULL;
  }
  return station;
}

Station*
station_start(const StationSettings* settings,
              const StationShare* share,
              uint32_t seed,
              Error* error)
{
  Station* const station = make(settings, share, error);
  if (!station) {
    return NULL;
  }
  const StationSettings* const own = &station->settings;
  station->source_settings =
      (SourceSettings){.connection = {.address = own->address,
                                      .charset = own->charset,
                                      .track = own->track,
                                      .trusts_all = own->trusts_all,
                                      .patience = PATIENCE,
                                      .tap = &station->tap},
                       .loops = own->loops,
                       .queue = station->queue,
                       .on_audio = on_audio,
                       .data = station};
  station->source = source_start(&station->source_settings, seed);
  if (!station->source) {
    error_set(error, "the system gives no thread");
    station_free(station);
    return NULL;
  }
  return station;
}

void
station_stop(Station* station)
{
  source_stop(station->source);
}

bool
station_finish(Station* station)
{
  if (!source_free(station->source)) {
    return false;
  }
  station->source = NULL;
  pool_forget(station->pool, &station->job);
  double dropped = 0.0;
  for (PcmBlock* block = NULL;
       (block = pcm_queue_pop(station->queue, &dropped));) {
    hear(station, block, dropped);
    dropped = 0.0;
  }
  listener_end(station->listener);
  return true;
}

void
station_free(Station* station)
{
  if (station) {
    if (station->tap.on_end) {
      station->tap.on_end(station->tap.data);
    }
    listener_free(station->listener);
    pcm_queue_free(station->queue);
    for (uint32_t i = 0; i < station->n_moments; ++i) {
      free(station->moments[i]);
    }
    pthread_mutex_destroy(&station->lock);
    free((char*)station->settings.name);
    free((char*)station->settings.address);
    free((char*)station->settings.charset);
    free(station);
  }
}

bool
station_discard(Station* station)
{
  source_stop(station->source);
  if (!source_is_over(station->source) || !source_free(station->source)) {
    return false;
  }
  pool_forget(station->pool, &station->job);
  station_free(station);
  return true;
}

const StationSettings*
station_settings(const Station* station)
{
  return &station->settings;
}

SourceStatus
station_status(Station* station)
{
  return source_status(station->source);
}

Reading*
station_take(Station* station)
{
  pthread_mutex_lock(&station->lock);
  Reading* const moment = take_oldest(station);
  pthread_mutex_unlock(&station->lock);
  return moment;
}

void
station_flush(Station* station)
{
  pool_want(station->pool, &station->job);
}

bool
station_is_quiet(Station* station, SourceState state)
{
  return atomic_load(&station->quiet_in) == (int)state;
}
