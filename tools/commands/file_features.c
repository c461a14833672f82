// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/commands/file_features.h"

#include "tools/options/message.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/// A row that is complete
typedef struct {
  double time;
  uint64_t n_updates;
  float features[]; ///< [n_features]
} Row;

/// What was found of a file
typedef struct {
  Row** rows; ///< [n]
  size_t n;
} Rows;

/// One file at work
typedef struct {
  const FeatureRun* run;
  BatchJob* job;
  Rows* rows;
  Timeline timeline;
  double* sums; ///< [n_features] of the row
  uint64_t n_updates;
  double begin;  ///< Of the row, in seconds
  bool is_short; ///< Of memory
} Work;

/// Keep the row
static void
end_row(Work* self)
{
  const size_t n = self->run->settings.network->n_features;
  const size_t size = sizeof(Row) + n * sizeof(float);
  if (!self->n_updates) {
    return;
  }
  Row* const row = (Row*)malloc(size);
  Row** const rows =
      (Row**)realloc(self->rows->rows, (self->rows->n + 1) * sizeof(Row*));
  self->rows->rows = rows ? rows : self->rows->rows;
  if (!row || !rows) {
    free(row);
    self->is_short = true;
    return;
  }
  row->time = self->begin;
  row->n_updates = self->n_updates;
  for (size_t i = 0; i < n; ++i) {
    row->features[i] = (float)(self->sums[i] / (double)self->n_updates);
  }
  rows[self->rows->n++] = row;
  memset(self->sums, 0, n * sizeof(double));
  self->n_updates = 0;
  outbox_hold(self->job->outbox, self->job->number, size);
  self->job->held += size;
}

static void
on_update(void* data, double time, const float* features)
{
  Work* const self = (Work*)data;
  const double every = self->run->every;
  if (every > 0.0) {
    const double begin =
        every * floor(timeline_at(&self->timeline, time) / every);
    if (begin > self->begin) {
      end_row(self);
    }
    self->begin = begin > 0.0 ? begin : 0.0;
  }
  for (uint32_t i = 0; i < self->run->settings.network->n_features; ++i) {
    self->sums[i] += (double)features[i];
  }
  ++self->n_updates;
}

/// Silence has no features
static void
on_sound(void* data, double time, bool is_sound)
{
  (void)data;
  (void)time;
  (void)is_sound;
}

static void
analyse(Work* self)
{
  const Item* const item = &self->job->item;
  AnalysisSettings settings = self->run->settings;
  const AnalysisCallbacks callbacks = {.data = self,
                                       .on_update = on_update,
                                       .on_sound = on_sound,
                                       .timeline = &self->timeline};
  settings.features = true;
  settings.begin = item->begin;
  settings.end = item->end;
  self->job->seconds =
      analyse_file(item->path, &settings, &callbacks, &self->job->error);
  end_row(self);
  if (self->is_short) {
    error_set(&self->job->error, ERROR_NO_MEMORY);
  } else if (!self->rows->n && !self->job->error.text[0]) {
    error_set(&self->job->error, "there is too little sound in it");
  }
}

void
file_features_work(void* data, BatchJob* job)
{
  const FeatureRun* const run = (const FeatureRun*)data;
  const Item* const item = &job->item;
  Work self = {.run = run, .job = job};
  self.rows = (Rows*)calloc(1, sizeof(Rows));
  self.sums =
      (double*)calloc(run->settings.network->n_features, sizeof(double));
  job->result = self.rows;
  if (self.rows && self.sums) {
    analyse(&self);
  } else {
    error_set(&job->error, ERROR_NO_MEMORY);
  }
  job->end = !job->error.text[0]                               ? PACE_DONE
             : item_is_no_audio(item) && !(job->seconds > 0.0) ? PACE_PASSED
                                                               : PACE_FAILED;
  timeline_clear(&self.timeline);
  free(self.sums);
}

void
file_features_tell(void* data, BatchJob* job)
{
  const FeatureRun* const run = (const FeatureRun*)data;
  Rows* const rows = (Rows*)job->result;
  for (size_t i = 0; rows && i < rows->n; ++i) {
    const Row* const row = rows->rows[i];
    feature_table_add(run->table, &job->item, row->time, row->n_updates,
                      row->features);
    free(rows->rows[i]);
  }
  if (rows) {
    free((void*)rows->rows);
  }
  free(rows);
  if (job->end == PACE_FAILED) {
    message_failure(job->item.label, job->error.text);
  }
}
