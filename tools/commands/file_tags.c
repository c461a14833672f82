// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/commands/file_tags.h"

#include "model/view.h"
#include "tools/audio/analyse.h"
#include "tools/export/tag_curve.h"

#include <stdlib.h>

/// One file being tagged
typedef struct {
  const TagRun* run;
  BatchJob* job;
  FileTags* tags;
  Progress progress;
  Timeline timeline;
  TagCurve* curve; ///< NULL but over time
  bool is_short;   ///< Of memory
  uint64_t n_updates;
  double* sums;         ///< Of the values
  float* values;        ///< [view_values()]
  bool is_silent;       ///< Now
  double silence_begin; ///< If is_silent
} Tagging;

/// Something was added to the series: print it if it is this file's turn
static void
pass_on(Tagging* self)
{
  Outbox* const outbox = self->job->outbox;
  const uint64_t number = self->job->number;
  const size_t bytes = tag_series_bytes(&self->tags->series);
  if (bytes > self->job->held) {
    outbox_hold(outbox, number, bytes - self->job->held);
    self->job->held = bytes;
  }
  if (outbox_is_turn(outbox, number)) {
    progress_clear(&self->progress);
    pace_clear(self->run->pace);
    tag_printer_series(self->run->printer, &self->job->item,
                       &self->tags->series);
  }
}

static void
on_moment(void* data, double time, const float* values)
{
  Tagging* const self = (Tagging*)data;
  const double at = timeline_at(&self->timeline, time);
  if (!tag_series_add(&self->tags->series, at > 0.0 ? at : 0.0, values)) {
    self->is_short = true;
  }
  pass_on(self);
}

static void
on_update(void* data, double time, const float* probabilities)
{
  Tagging* const self = (Tagging*)data;
  ++self->n_updates;
  if (self->curve) {
    tag_curve_update(self->curve, time, probabilities);
    return;
  }
  const View* const view = self->run->options->network.view;
  view_merge(view, probabilities, self->values);
  view_scales(view, probabilities, self->values + view->n_tags);
  for (uint32_t i = 0; i < view_values(view); ++i) {
    self->sums[i] += (double)self->values[i];
  }
  if (self->run->options->live) {
    on_moment(self, time, self->values);
  }
}

static void
on_sound(void* data, double time, bool is_sound)
{
  Tagging* const self = (Tagging*)data;
  if (self->is_silent) {
    self->tags->silent += time - self->silence_begin;
  }
  self->is_silent = !is_sound;
  self->silence_begin = time;
  if (self->curve) {
    tag_curve_sound(self->curve, time, is_sound);
    self->is_short = !tag_series_break(&self->tags->series) || self->is_short;
  }
}

static void
on_progress(void* data, double time, double length)
{
  Tagging* const self = (Tagging*)data;
  if (self->run->is_alone) {
    progress_show(&self->progress, time, length);
  }
}

/// The mean over what sounds; of silence, that
static bool
find_mean(Tagging* self)
{
  const NetworkOptions* const network = &self->run->options->network;
  if (!self->n_updates &&
      !tag_curve_all_silent(network->network, network->view, self->values)) {
    return false;
  }
  for (uint32_t i = 0; self->n_updates && i < view_values(network->view); ++i) {
    self->values[i] = (float)(self->sums[i] / (double)self->n_updates);
  }
  self->tags->values = self->values;
  self->values = NULL;
  return true;
}

/// Seconds that updates look back; 0 is the network's own
static float
find_memory(const TagOptions* options)
{
  const bool is_curve = options->over_time;
  return options->network.memory > 0.0f ? options->network.memory
         : is_curve                     ? TAG_CURVE_MEMORY
                                        : 0.0f;
}

/// All was heard: what is left to be said of it
static void
finish(Tagging* self, Error* error)
{
  const double seconds = self->tags->seconds;
  if (self->is_silent) {
    self->tags->silent += seconds - self->silence_begin;
  }
  if (!self->n_updates && !(self->tags->silent > 0.0)) {
    if (!error->text[0]) {
      error_set(error, ANALYSIS_TOO_SHORT, seconds);
    }
    return;
  }
  if (self->curve) {
    tag_curve_end(self->curve, seconds);
  } else if (!self->run->options->live && !find_mean(self)) {
    self->is_short = true;
  }
  if (self->is_short) {
    error_set(error, ERROR_NO_MEMORY);
  }
}

/// Run the engine over the file
static void
tag_file(Tagging* self)
{
  const TagOptions* const options = self->run->options;
  const Item* const item = &self->job->item;
  const AnalysisCallbacks callbacks = {.data = self,
                                       .on_update = on_update,
                                       .on_sound =
                                           options->live ? NULL : on_sound,
                                       .on_progress = on_progress,
                                       .timeline = &self->timeline};
  const AnalysisSettings settings = {.network = options->network.network,
                                     .memory = find_memory(options),
                                     .track = options->track,
                                     .begin = item->begin,
                                     .end = item->end};
  self->tags->seconds =
      analyse_file(item->path, &settings, &callbacks, &self->job->error);
  progress_clear(&self->progress);
  finish(self, &self->job->error);
}

static void
prepare(Tagging* self)
{
  const TagOptions* const options = self->run->options;
  const NetworkOptions* const network = &options->network;
  const uint32_t n_values = view_values(network->view);
  bool good = true;
  self->tags->series.n_values = n_values;
  self->sums = (double*)calloc(n_values, sizeof(double));
  self->values = (float*)calloc(n_values, sizeof(float));
  if (options->over_time) {
    self->curve = tag_curve_new(network->network, network->view,
                                find_memory(options), on_moment, self);
    good = self->curve;
  }
  if (!self->sums || !self->values || !good) {
    error_set(&self->job->error, ERROR_NO_MEMORY);
  }
}

/// Into the file, if that is wanted
static void
write_tags(Tagging* self)
{
  const TagOptions* const options = self->run->options;
  BatchJob* const job = self->job;
  if (tag_writing_is_wanted(&options->writing) && self->tags->values &&
      !job->error.text[0]) {
    self->tags->note =
        tag_writing_run(&options->writing, options->network.view, &job->item,
                        self->tags->values, &job->error);
  }
}

void
file_tags_work(void* data, BatchJob* job)
{
  const TagRun* const run = (const TagRun*)data;
  Tagging self = {.run = run, .job = job, .progress = {job->item.label, -1}};
  self.tags = (FileTags*)calloc(1, sizeof(FileTags));
  job->result = self.tags;
  if (self.tags) {
    prepare(&self);
    if (!job->error.text[0]) {
      tag_file(&self);
    }
    job->seconds = self.tags->seconds;
    write_tags(&self);
  } else {
    error_set(&job->error, ERROR_NO_MEMORY);
  }
  job->end = !job->error.text[0] ? PACE_DONE
             : !(job->seconds > 0.0) && item_is_no_audio(&job->item)
                 ? PACE_PASSED
                 : PACE_FAILED;
  timeline_clear(&self.timeline);
  tag_curve_free(self.curve);
  free(self.values);
  free(self.sums);
}

void
file_tags_tell(void* data, BatchJob* job)
{
  const TagRun* const run = (const TagRun*)data;
  FileTags nothing = {.seconds = 0.0};
  FileTags* const tags = job->result ? (FileTags*)job->result : &nothing;
  if (job->end != PACE_PASSED) {
    tag_printer_file(run->printer, &job->item, tags,
                     job->end == PACE_FAILED ? job->error.text : NULL);
  }
  tag_series_clear(&tags->series);
  free(tags->values);
  free(tags->note);
  free(job->result);
}
