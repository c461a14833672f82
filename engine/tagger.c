// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "engine/tagger.h"

#include "base/clock.h"
#include "dsp/resampler.h"
#include "dsp/ring.h"
#include "engine/downmix.h"
#include "engine/pipeline.h"
#include "engine/publication.h"

#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>

#define RING_SECONDS 1.25 /* at least; the ring rounds up */
#define MIX_BLOCK 256u    /* samples mixed at a time by the audio thread */
#define LOAD_SECONDS 2.0  /* time constant of the load's mean */

struct Tagger {
  const Network* network;
  double rate;
  uint32_t update_samples;
  const Update* newest; ///< Audio thread's, as is the next
  Downmix downmix;
  Ring* ring;
  Publication* publication;
  _Atomic float memory; ///< The setting wanted
  _Atomic float load;
  atomic_uint_fast64_t dropped;

  // Only the worker touches these
  Pipeline* pipeline;
  float block[PIPELINE_BLOCK];
};

Tagger*
tagger_new(const Network* network, double rate, Error* error)
{
  if (!(rate >= RESAMPLER_MIN_RATE && rate <= RESAMPLER_MAX_RATE)) {
    error_set(error, "sample rate %g Hz is not between %g and %g Hz", rate,
              RESAMPLER_MIN_RATE, RESAMPLER_MAX_RATE);
    return NULL;
  }

  Tagger* const tagger = (Tagger*)calloc(1, sizeof(Tagger));
  if (!tagger) {
    error_set(error, ERROR_NO_MEMORY);
    return NULL;
  }

  const FrontEnd* const front_end = &network->front_end;
  tagger->network = network;
  tagger->rate = rate;
  downmix_init(&tagger->downmix, rate);
  tagger->update_samples = (uint32_t)(rate / front_end->rate * front_end->hop *
                                      network->update_frames);
  tagger->ring = ring_new((uint32_t)ceil(rate * RING_SECONDS));
  tagger->publication = publication_new(network->n_outputs);
  if (tagger->publication) {
    tagger->pipeline =
        pipeline_new(network, rate, NETWORK_MAX_MEMORY, tagger->publication);
  }
  if (!tagger->ring || !tagger->pipeline) {
    error_set(error, ERROR_NO_MEMORY);
    tagger_free(tagger);
    return NULL;
  }
  tagger_set_memory(tagger, network->memory);
  tagger_reset(tagger);
  return tagger;
}

void
tagger_free(Tagger* tagger)
{
  if (tagger) {
    pipeline_free(tagger->pipeline);
    publication_free(tagger->publication);
    ring_free(tagger->ring);
    free(tagger);
  }
}

/// All but the pipeline
static void
reset_shared(Tagger* tagger)
{
  bool is_new = false;
  ring_reset(tagger->ring);
  downmix_reset(&tagger->downmix);
  publication_reset(tagger->publication);
  tagger->newest = publication_newest(tagger->publication, &is_new);
  atomic_store(&tagger->dropped, 0);
  atomic_store(&tagger->load, 0.0f);
}

void
tagger_reset(Tagger* tagger)
{
  pipeline_reset(tagger->pipeline);
  reset_shared(tagger);
}

void
tagger_forget(Tagger* tagger)
{
  pipeline_forget(tagger->pipeline);
  reset_shared(tagger);
}

void
tagger_push(Tagger* tagger,
            const float* const* channels,
            uint32_t n_channels,
            uint32_t n)
{
  float mixed[MIX_BLOCK];
  uint32_t written = 0;
  for (uint32_t i = 0; n_channels && i < n; i += MIX_BLOCK) {
    const uint32_t length = n - i < MIX_BLOCK ? n - i : MIX_BLOCK;
    downmix_process(&tagger->downmix, channels, n_channels, i, length, mixed);
    written += ring_write(tagger->ring, mixed, length);
  }
  atomic_fetch_add_explicit(&tagger->dropped, n - written,
                            memory_order_relaxed);
}

uint32_t
tagger_waiting(const Tagger* tagger)
{
  return ring_read_space(tagger->ring);
}

bool
tagger_pending(const Tagger* tagger)
{
  // Half an update: few wake-ups, and no update is made late by more than that
  return tagger_waiting(tagger) >= tagger->update_samples / 2;
}

uint32_t
tagger_work_some(Tagger* tagger, uint32_t n)
{
  pipeline_set_memory(
      tagger->pipeline,
      atomic_load_explicit(&tagger->memory, memory_order_relaxed));

  uint32_t n_updates = 0;
  const uint32_t waiting = ring_read_space(tagger->ring);
  n = n < waiting ? n : waiting; // More may come while we work: a bound
  while (n) {
    const uint32_t length = ring_read(tagger->ring, tagger->block,
                                      n < PIPELINE_BLOCK ? n : PIPELINE_BLOCK);
    n_updates += pipeline_feed(tagger->pipeline, tagger->block, length);
    n -= length;
  }
  return n_updates;
}

uint32_t
tagger_work(Tagger* tagger)
{
  return tagger_work_some(tagger, UINT32_MAX);
}

uint32_t
tagger_work_timed(Tagger* tagger)
{
  const double audio = ring_read_space(tagger->ring) / tagger->rate;
  const double start = wall_seconds();
  const uint32_t n_updates = tagger_work(tagger);
  if (audio > 0.0) {
    const double load = (wall_seconds() - start) / audio;
    const double old = (double)atomic_load(&tagger->load);
    const double share = 1.0 - exp(-audio / LOAD_SECONDS);
    atomic_store(&tagger->load, (float)(old + share * (load - old)));
  }
  return n_updates;
}

const float*
tagger_read(Tagger* tagger, bool* is_new)
{
  bool fresh = false;
  tagger->newest = publication_newest(tagger->publication, &fresh);
  if (is_new) {
    *is_new = fresh;
  }
  return tagger->newest->probabilities;
}

void
tagger_set_memory(Tagger* tagger, float seconds)
{
  const float low =
      seconds >= NETWORK_MIN_MEMORY ? seconds : NETWORK_MIN_MEMORY;
  atomic_store_explicit(&tagger->memory,
                        low <= NETWORK_MAX_MEMORY ? low : NETWORK_MAX_MEMORY,
                        memory_order_relaxed);
}

uint64_t
tagger_dropped(const Tagger* tagger)
{
  return atomic_load_explicit(&tagger->dropped, memory_order_relaxed);
}

float
tagger_load(const Tagger* tagger)
{
  return atomic_load_explicit(&tagger->load, memory_order_relaxed);
}

uint32_t
tagger_update_samples(const Tagger* tagger)
{
  return tagger->update_samples;
}

double
tagger_time(const Tagger* tagger)
{
  return tagger->newest->time;
}

void
tagger_on_frame(Tagger* tagger, TaggerFrameFunc func, void* data)
{
  pipeline_on_frame(tagger->pipeline, func, data);
}

const float*
tagger_features(Tagger* tagger)
{
  return pipeline_features(tagger->pipeline);
}
