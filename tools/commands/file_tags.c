// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/commands/file_tags.h"

#include "model/view.h"
#include "tools/audio/analyse.h"
#include "tools/export/tag_curve.h"
#include "tools/options/message.h"
#include "tools/options/progress.h"

#include <stdlib.h>

/// One file being tagged
typedef struct {
  const TagOptions* options;
  const char* path;
  Progress progress;
  Timeline timeline;
  TagCurve* curve; ///< NULL but over time
  Summary* summary;
  uint64_t n_updates;
  double* sums;         ///< Of the values
  float* values;        ///< [view_values()]
  bool is_silent;       ///< Now
  double silence_begin; ///< If is_silent
  double silent;        ///< Seconds of silence that have ended
} FileTags;

static void
print_moment(void* data, double time, const float* values)
{
  FileTags* const file = (FileTags*)data;
  const TagLine line = {.path = file->path,
                        .view = file->options->network.view,
                        .values = values,
                        .summary = file->summary,
                        .time = timeline_at(&file->timeline, time)};
  summary_update(file->summary, values, SUMMARY_HYSTERESIS);
  progress_clear(&file->progress);
  output_tags(&file->options->style, &line);
}

static void
on_update(void* data, double time, const float* probabilities)
{
  FileTags* const file = (FileTags*)data;
  ++file->n_updates;
  if (file->curve) {
    tag_curve_update(file->curve, time, probabilities);
    return;
  }
  const View* const view = file->options->network.view;
  view_merge(view, probabilities, file->values);
  view_scales(view, probabilities, file->values + view->n_tags);
  for (uint32_t i = 0; i < view_values(view); ++i) {
    file->sums[i] += (double)file->values[i];
  }
  if (file->options->live) {
    print_moment(file, time, file->values);
  }
}

static void
on_sound(void* data, double time, bool is_sound)
{
  FileTags* const file = (FileTags*)data;
  if (file->is_silent) {
    file->silent += time - file->silence_begin;
  }
  file->is_silent = !is_sound;
  file->silence_begin = time;
  if (file->curve) {
    tag_curve_sound(file->curve, time, is_sound);
    summary_reset(file->summary);
  }
}

static void
on_progress(void* data, double time, double length)
{
  progress_show(&((FileTags*)data)->progress, time, length);
}

/// The mean over what sounds; of silence, that
static bool
print_whole(FileTags* file, double seconds)
{
  const NetworkOptions* const network = &file->options->network;
  const TagLine line = {.path = file->path,
                        .view = network->view,
                        .values = file->values,
                        .summary = file->summary,
                        .is_whole = true,
                        .time = seconds,
                        .silent = file->silent};
  if (!file->n_updates &&
      !tag_curve_all_silent(network->network, network->view, file->values)) {
    return false;
  }
  for (uint32_t i = 0; file->n_updates && i < view_values(network->view); ++i) {
    file->values[i] = (float)(file->sums[i] / (double)file->n_updates);
  }
  summary_update(file->summary, file->values, 0.0f);
  output_tags(&file->options->style, &line);
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

/// Run the engine over the file and print; returns false with a message if the
/// file could not be read wholly or is too short
static bool
tag_file(FileTags* file, Error* error)
{
  const AnalysisCallbacks callbacks = {
      .data = file,
      .on_update = on_update,
      .on_sound = file->options->live ? NULL : on_sound,
      .on_progress = on_progress,
      .timeline = &file->timeline};
  const AnalysisSettings settings = {file->options->network.network,
                                     find_memory(file->options),
                                     file->options->track};
  const double seconds = analyse_file(file->path, &settings, &callbacks, error);
  progress_clear(&file->progress);
  if (file->is_silent) {
    file->silent += seconds - file->silence_begin;
  }
  if (!file->n_updates && !(file->silent > 0.0)) {
    if (!error->text[0]) {
      error_set(error, ANALYSIS_TOO_SHORT, seconds);
    }
    return false;
  }
  if (file->curve) {
    tag_curve_end(file->curve, seconds);
  } else if (!file->options->live && !print_whole(file, seconds)) {
    error_set(error, ERROR_NO_MEMORY);
  }
  return !error->text[0];
}

bool
file_tags_print(const TagOptions* options, const char* path)
{
  Error error = {""};
  const NetworkOptions* const network = &options->network;
  const bool is_curve = options->over_time;
  FileTags file = {.options = options, .path = path, .progress = {path, -1}};
  const uint32_t n_values = view_values(network->view);
  file.sums = (double*)calloc(n_values, sizeof(double));
  file.values = (float*)calloc(n_values, sizeof(float));
  file.summary = summary_new(network->view);
  if (is_curve) {
    file.curve = tag_curve_new(network->network, network->view,
                               find_memory(options), print_moment, &file);
  }

  bool ok = false;
  if (file.sums && file.values && file.summary && (file.curve || !is_curve)) {
    ok = tag_file(&file, &error);
  } else {
    error_set(&error, ERROR_NO_MEMORY);
  }
  if (!ok) {
    message_failure(path, error.text);
  }
  timeline_clear(&file.timeline);
  tag_curve_free(file.curve);
  summary_free(file.summary);
  free(file.values);
  free(file.sums);
  return ok;
}
