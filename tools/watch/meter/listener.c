// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/meter/listener.h"

#include "base/denormals.h"
#include "engine/tagger.h"
#include "model/view.h"
#include "tools/watch/meter/movement.h"
#include "tools/watch/meter/repetition.h"

#include <math.h>
#include <stdlib.h>

#define BLOCK 512u    /* Samples, fewer than between two updates */
#define MOMENTARY 0.1 /* Seconds from one look at loudness to the next */
#define SHORTEST 0.01 /* Seconds; the end of less is no moment */

struct Listener {
  ListenerSettings settings;
  uint32_t rate; ///< Of tagger and meter; 0 while there are none
  Tagger* tagger;
  LoudnessMeter* meter;
  Movement* movement;
  Repetition* repetition; ///< NULL where nobody asks
  Reading* moment;
  float* tags;       ///< [view_values()], of an update
  uint64_t n_moment; ///< Samples in the moment
  uint64_t n_looked; ///< Samples of it when loudness was looked at
  double span_begin; ///< Of what is integrated
  double hour;       ///< In which it began
};

Listener*
listener_new(const ListenerSettings* settings, Error* error)
{
  Listener* const listener = (Listener*)calloc(1, sizeof(Listener));
  const uint32_t n_tags = view_values(settings->view);
  if (listener) {
    listener->settings = *settings;
    listener->movement = movement_new(settings->network->front_end.bands);
    listener->moment = reading_new(n_tags);
    listener->tags = (float*)calloc(n_tags, sizeof(float));
  }
  if (!listener || !listener->movement || !listener->moment ||
      !listener->tags) {
    error_set(error, ERROR_NO_MEMORY);
    listener_free(listener);
    return NULL;
  }
  return listener;
}

void
listener_free(Listener* listener)
{
  if (listener) {
    tagger_free(listener->tagger);
    loudness_meter_free(listener->meter);
    movement_free(listener->movement);
    repetition_free(listener->repetition);
    free(listener->moment);
    free(listener->tags);
    free(listener);
  }
}

static void
on_frame(void* data, const Frame* frame)
{
  movement_push((Movement*)data, frame->bands);
}

/// What was heard before stays known
static bool
set_rate_of_prints(Listener* listener, uint32_t rate, Error* error)
{
  if (!listener->settings.has_returns) {
    return true;
  }
  if (!listener->repetition) {
    listener->repetition = repetition_new(rate, error);
    return listener->repetition;
  }
  return repetition_set_rate(listener->repetition, rate, error);
}

/// Make what depends on the rate
static bool
set_rate(Listener* listener, uint32_t rate, Error* error)
{
  const ListenerSettings* const settings = &listener->settings;
  tagger_free(listener->tagger);
  loudness_meter_free(listener->meter);
  listener->rate = 0;
  listener->hour = 0.0;
  listener->meter = loudness_meter_new(rate, settings->has_true_peak, error);
  listener->tagger = tagger_new(settings->network, rate, error);
  if (!listener->meter || !listener->tagger ||
      !set_rate_of_prints(listener, rate, error)) {
    return false;
  }
  if (settings->memory > 0.0f) {
    tagger_set_memory(listener->tagger, settings->memory);
  }
  tagger_on_frame(listener->tagger, on_frame, listener->movement);
  listener->rate = rate;
  return true;
}

static void
look_at_loudness(Listener* listener)
{
  Reading* const moment = listener->moment;
  moment->momentary_max =
      fmax(moment->momentary_max, loudness_meter_momentary(listener->meter));
  listener->n_looked = listener->n_moment;
}

void
listener_end(Listener* listener)
{
  Reading* const moment = listener->moment;
  moment->seconds =
      listener->rate ? (double)listener->n_moment / listener->rate : 0.0;
  if (moment->seconds > SHORTEST) {
    look_at_loudness(listener);
    moment->loudness = loudness_meter_read(listener->meter);
    moment->movement = movement_take(listener->movement);
    moment->returns = listener->repetition
                          ? repetition_count(listener->repetition)
                          : (double)NAN;
    moment->span_begin = listener->span_begin;
    listener->settings.on_moment(listener->settings.data, moment);
    const StreamTitle title = moment->title;
    reading_clear(moment);
    moment->title = title;
  }
  listener->n_moment = 0;
  listener->n_looked = 0;
}

/// What is integrated is of one clock hour
static void
follow_hour(Listener* listener, double stamp)
{
  const double hour = listener->settings.hour_of(stamp);
  // Clocks are set by less than the half of one
  if (listener->hour > 0.0 && fabs(hour - listener->hour) < 1800.0) {
    return;
  }
  const bool is_first = !(listener->hour > 0.0);
  listener->hour = hour;
  listener->span_begin = is_first ? stamp : hour;
  if (!is_first) {
    loudness_meter_restart(listener->meter);
  }
}

/// Hear up to BLOCK samples
static bool
hear(Listener* listener,
     const float* const* channels,
     uint32_t n_channels,
     uint32_t n)
{
  const View* const view = listener->settings.view;
  Reading* const moment = listener->moment;
  bool is_new = false;
  signal_level_push(&moment->level, channels, n_channels, n);
  const bool ok = loudness_meter_push(listener->meter, channels, n_channels, n);
  if (listener->settings.has_true_peak) {
    moment->true_peak_max =
        fmax(moment->true_peak_max, loudness_meter_true_peak(listener->meter));
  }
  if (listener->repetition) {
    repetition_push(listener->repetition, channels, n_channels, n);
  }
  tagger_push(listener->tagger, channels, n_channels, n);
  tagger_work(listener->tagger);
  const float* const probabilities = tagger_read(listener->tagger, &is_new);
  if (is_new) {
    view_merge(view, probabilities, listener->tags);
    view_scales(view, probabilities, listener->tags + view->n_tags);
    reading_add_tags(moment, listener->tags);
  }
  listener->n_moment += n;
  if ((double)(listener->n_moment - listener->n_looked) >=
      MOMENTARY * listener->rate) {
    look_at_loudness(listener);
  }
  return ok;
}

/// Hear a block's samples, and end moments within it
static bool
hear_block(Listener* listener, const PcmBlock* block, Error* error)
{
  const uint32_t whole = (uint32_t)(LISTENER_MOMENT * block->rate);
  const double tick = (block->end - block->begin) / block->n;
  Reading* const moment = listener->moment;
  for (uint32_t i = 0; i < block->n;) {
    const float* channels[2] = {block->samples + i,
                                block->samples + block->n + i};
    const uint32_t left = whole - (uint32_t)listener->n_moment;
    uint32_t n = block->n - i < BLOCK ? block->n - i : BLOCK;
    n = n < left ? n : left;
    if (!listener->n_moment) {
      moment->begin = block->begin + i * tick;
    }
    if (!hear(listener, channels, block->n_channels, n)) {
      error_set(error, ERROR_NO_MEMORY);
      return false;
    }
    i += n;
    moment->end = block->begin + i * tick;
    if (listener->n_moment == whole) {
      listener_end(listener);
    }
  }
  return true;
}

bool
listener_push(Listener* listener,
              const PcmBlock* block,
              double dropped,
              Error* error)
{
  if (block->is_first || dropped > 0.0 || block->rate != listener->rate) {
    listener_end(listener);
    if (listener->tagger) {
      tagger_forget(listener->tagger);
    }
  }
  if (block->rate != listener->rate &&
      !set_rate(listener, block->rate, error)) {
    return false;
  }
  listener->moment->dropped += dropped;
  if (block->title || block->is_first) {
    listener->moment->title = block->title ? *block->title : (StreamTitle){""};
  }
  if (!listener->n_moment) {
    follow_hour(listener, block->begin);
  }
  const Denormals mode = denormals_flush();
  const bool ok = hear_block(listener, block, error);
  denormals_restore(mode);
  return ok;
}
