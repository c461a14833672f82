// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "model/view.h"
#include "tools/audio/analyse.h"
#include "tools/commands/commands.h"
#include "tools/export/output.h"
#include "tools/export/tag_curve.h"
#include "tools/options/message.h"
#include "tools/options/network_options.h"
#include "tools/options/progress.h"

#include <stdio.h>
#include <stdlib.h>

#define COMMAND "tag"
#define DEFAULT_TOP 5u
#define MAX_TOP 1000000

/// All of a command line
typedef struct {
  OutputStyle style;
  bool over_time;
  bool live; ///< Over time, as a plugin shows it
  uint32_t track;
  NetworkOptions network;
} TagOptions;

/// One file being tagged
typedef struct {
  const TagOptions* options;
  const char* path;
  Progress progress;
  Timeline timeline;
  TagCurve* curve; ///< NULL but over time
  uint64_t n_updates;
  double* sums;         ///< Of tags [n_tags]
  float* tags;          ///< [n_tags]
  bool is_silent;       ///< Now
  double silence_begin; ///< If is_silent
  double silent;        ///< Seconds of silence that have ended
} FileTags;

static void
print_moment(void* data, double time, const float* tags)
{
  FileTags* const file = (FileTags*)data;
  const TagLine line = {.path = file->path,
                        .view = file->options->network.view,
                        .tags = tags,
                        .time = timeline_at(&file->timeline, time)};
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
  view_merge(file->options->network.view, probabilities, file->tags);
  for (uint32_t i = 0; i < file->options->network.view->n_tags; ++i) {
    file->sums[i] += (double)file->tags[i];
  }
  if (file->options->live) {
    print_moment(file, time, file->tags);
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
                        .tags = file->tags,
                        .is_whole = true,
                        .time = seconds,
                        .silent = file->silent};
  if (!file->n_updates &&
      !tag_curve_all_silent(network->network, network->view, file->tags)) {
    return false;
  }
  for (uint32_t i = 0; file->n_updates && i < network->view->n_tags; ++i) {
    file->tags[i] = (float)(file->sums[i] / (double)file->n_updates);
  }
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

static bool
tag_path(const TagOptions* options, const char* path)
{
  Error error = {""};
  const NetworkOptions* const network = &options->network;
  const bool is_curve = options->over_time;
  FileTags file = {.options = options, .path = path, .progress = {path, -1}};
  file.sums = (double*)calloc(network->view->n_tags, sizeof(double));
  file.tags = (float*)calloc(network->view->n_tags, sizeof(float));
  if (is_curve) {
    file.curve = tag_curve_new(network->network, network->view,
                               find_memory(options), print_moment, &file);
  }

  bool ok = false;
  if (file.sums && file.tags && (file.curve || !is_curve)) {
    ok = tag_file(&file, &error);
  } else {
    error_set(&error, ERROR_NO_MEMORY);
  }
  if (!ok) {
    message_failure(path, error.text);
  }
  timeline_clear(&file.timeline);
  tag_curve_free(file.curve);
  free(file.tags);
  free(file.sums);
  return ok;
}

/// Returns false when the program should stop with `status`
static bool
parse(int argc,
      char** argv,
      TagOptions* self,
      Arguments* files,
      ExitStatus* status)
{
  const Option options[] = {
      {.name = "json", .letter = 'j', .flag = &self->style.json},
      {.name = "top",
       .letter = 'n',
       .whole = &self->style.top,
       .low = 1.0,
       .high = MAX_TOP},
      {.name = "present", .letter = 'p', .flag = &self->style.present},
      {.name = "over-time", .letter = 'o', .flag = &self->over_time},
      {.name = "live", .letter = 'l', .flag = &self->live},
  };
  const Command command = {
      .name = COMMAND,
      .required = "",
      .arguments = "FILE...",
      .summary =
          "Print the tags of music in audio or video files (- is standard "
          "input):\n"
          "the mean over what sounds in each file, strongest first.\n",
      .help = "  -j, --json          one JSON object per line, with all tags\n"
              "  -n, --top=N         how many tags a line shows (default 5)\n"
              "  -p, --present       only the tags that reach their own "
              "thresholds; with\n"
              "                      --json, also a list of them\n"
              "  -o, --over-time     5 lines a second, each for what sounds "
              "around its time\n"
              "  -l, --live          5 lines a second, each for what sounded "
              "before its\n"
              "                      time: what a plugin shows then\n",
      .notes = COMMAND_EXIT_STATUS,
      .options = options,
      .n_options = sizeof(options) / sizeof(options[0]),
      .common = COMMON_MEMORY | COMMON_VIEW | COMMON_NETWORK | COMMON_VERBOSE,
      .network = &self->network,
      .track = &self->track,
      .min_arguments = 1,
      .max_arguments = UINT32_MAX,
  };
  return command_line_parse(&command, argc, argv, files, status);
}

ExitStatus
tag_main(int argc, char** argv)
{
  TagOptions options = {.style = {.top = DEFAULT_TOP}};
  Arguments files = {0};
  ExitStatus status = STATUS_OK;
  if (!parse(argc, argv, &options, &files, &status)) {
    return status;
  }
  if (options.live && options.over_time) {
    return command_line_refuse(COMMAND, "--over-time and --live exclude each "
                                        "other");
  }
  if (!network_options_load(&options.network, COMMAND)) {
    return STATUS_USAGE;
  }

  for (uint32_t i = 0; i < files.n && !ferror(stdout); ++i) {
    if (!tag_path(&options, files.texts[i])) {
      status = STATUS_FAILED;
    }
  }
  network_options_release(&options.network);
  if (ferror(stdout)) {
    fputs("earmark: cannot write the output\n", stderr);
    status = STATUS_FAILED;
  }
  return status;
}
