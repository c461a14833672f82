// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/audio/stretches.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// The mel magnitude up to which a frame is silence, for networks that do not
// say; the default network says the same
#define SILENCE_MAGNITUDE 0.0023f

#define FRESH 4u /* frames of silence that the engine may remember */

struct Stretches {
  Tagger* tagger;
  const Flat* flat;
  StretchCallbacks callbacks;
  float level;       ///< A frame whose peak is up to here is silence
  double hop;        ///< Seconds from frame to frame
  double window;     ///< Seconds of a frame
  double origin;     ///< Seconds of audio before the engine last forgot
  uint32_t n_frames; ///< Since then
  bool is_silent;    ///< Is the newest frame?
  double silence;    ///< When it began then
  double heard;      ///< The newest frame's end
  bool is_pause;     ///< Has on_sound() said so?
  bool is_asleep;    ///< Was the newest block skipped?
  bool has_sound;    ///< In this stretch
  bool has_update;   ///< Has this stretch had one?
  uint32_t n_held;   ///< Updates that wait for what follows
  uint32_t max_held;
  double* times;     ///< [max_held]
  uint32_t n_values; ///< Of an update
  float* held;       ///< [max_held][n_values]
};

Stretches*
stretches_new(const Network* network,
              uint32_t n_values,
              Tagger* tagger,
              const Flat* flat,
              const StretchCallbacks* callbacks)
{
  Stretches* const self = (Stretches*)calloc(1, sizeof(Stretches));
  if (!self) {
    return NULL;
  }
  const FrontEnd* const front_end = &network->front_end;
  self->n_values = n_values;
  self->tagger = tagger;
  self->flat = flat;
  self->callbacks = *callbacks;
  self->level = network->silence >= 0
                    ? network->silence_level
                    : log10f(1.0f + front_end->gain * SILENCE_MAGNITUDE);
  self->hop = (double)front_end->hop / front_end->rate;
  self->window = (double)front_end->window / front_end->rate;
  self->max_held =
      (uint32_t)(STRETCHES_PAUSE / (self->hop * network->update_frames)) + 2;
  self->times = (double*)calloc(self->max_held, sizeof(double));
  self->held = (float*)calloc(self->max_held, (size_t)n_values * sizeof(float));
  if (!self->times || !self->held) {
    stretches_free(self);
    return NULL;
  }
  return self;
}

void
stretches_free(Stretches* stretches)
{
  if (stretches) {
    free(stretches->held);
    free(stretches->times);
    free(stretches);
  }
}

static double
silent_seconds(const Stretches* self)
{
  return self->is_silent ? self->heard - self->silence : 0.0;
}

/// Pass held updates on, at most `n`, and drop the rest
static void
release(Stretches* self, uint32_t n)
{
  for (uint32_t i = 0; i < self->n_held && i < n; ++i) {
    self->callbacks.on_update(self->callbacks.data, self->times[i],
                              self->held + (size_t)i * self->n_values);
    self->has_update = true;
  }
  self->n_held = 0;
}

static void
begin_pause(Stretches* self)
{
  release(self, self->has_update ? 0 : 1);
  self->callbacks.on_sound(self->callbacks.data, self->silence, false);
  self->is_pause = true;
}

static void
begin_sound(Stretches* self, double time)
{
  self->callbacks.on_sound(self->callbacks.data, time, true);
  self->is_pause = false;
  self->has_update = false;
}

/// When the sound in a frame that begins at `time` began
static double
find_onset(const Stretches* self, double time)
{
  // The window is weak at its ends: there has to be some of the sound in it
  const double seen = time + self->window - self->hop / 2.0;
  const double end = (double)self->flat->end / self->flat->rate;
  return end > time - self->hop && end < time + self->window ? end : seen;
}

/// Sound goes on, or comes back
static void
hear(Stretches* self, double time)
{
  if (!self->is_pause && silent_seconds(self) >= STRETCHES_PAUSE) {
    begin_pause(self); // It waited for an update, which did not come in time
  }
  if (self->is_pause) {
    begin_sound(self, find_onset(self, time));
  }
  release(self, UINT32_MAX);
  self->has_sound = true;
  self->is_silent = false;
}

void
stretches_frame(Stretches* stretches, const Frame* frame)
{
  const Flat* const flat = stretches->flat;
  const double time = stretches->origin + stretches->n_frames * stretches->hop;
  const bool is_flat = flat->is_flat && flat->begin <= time;
  ++stretches->n_frames;
  if (!is_flat && frame->peak > stretches->level) {
    hear(stretches, time);
  } else if (!stretches->is_silent) {
    stretches->silence = is_flat ? flat->begin : time;
    stretches->is_silent = true;
  }
  stretches->heard = time + stretches->window;
}

/// The engine begins anew
static void
forget(Stretches* self, double pushed)
{
  tagger_reset(self->tagger);
  self->origin = pushed;
  self->n_frames = 0;
  self->has_sound = false;
}

uint32_t
stretches_skip(Stretches* stretches, uint32_t n)
{
  const Flat* const flat = stretches->flat;
  const bool was_asleep = stretches->is_asleep;
  stretches->is_asleep =
      stretches->is_pause && flat->is_flat && flat->is_cell_flat;
  if (stretches->is_asleep) {
    return n;
  }
  if (!was_asleep) {
    return 0;
  }
  const uint64_t left = flat->n - flat->end; // Of the block, sounds
  const uint32_t skipped = left < n ? n - (uint32_t)left : 0;
  forget(stretches, (double)(flat->n - n + skipped) / flat->rate);
  return skipped;
}

static void
take_update(Stretches* self, const float* values)
{
  if (self->is_pause) {
    return;
  }
  if (self->n_held == self->max_held) {
    return; // The first of them is all that a pause needs
  }
  const double time = self->origin + tagger_time(self->tagger);
  const bool is_past = self->flat->is_flat && self->flat->begin < time;
  self->times[self->n_held] = time;
  memcpy(self->held + (size_t)self->n_held * self->n_values, values,
         self->n_values * sizeof(float));
  ++self->n_held;
  if (!self->is_silent && !is_past) {
    release(self, UINT32_MAX);
  }
}

void
stretches_block(Stretches* stretches, const float* values, double pushed)
{
  if (values) {
    take_update(stretches, values);
  }
  if (silent_seconds(stretches) < STRETCHES_PAUSE) {
    return;
  }
  const bool has_all =
      !stretches->has_sound || stretches->has_update || stretches->n_held;
  if (!stretches->is_pause && has_all) {
    begin_pause(stretches);
  }
  if (stretches->is_pause && stretches->n_frames >= FRESH) {
    forget(stretches, pushed);
  }
}

void
stretches_end(Stretches* stretches)
{
  if (stretches->is_pause) {
    return;
  }
  if (silent_seconds(stretches) >= STRETCHES_PAUSE) {
    begin_pause(stretches);
  } else {
    release(stretches, stretches->has_update ? 0 : 1);
  }
}
