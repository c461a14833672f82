// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "model/view.h"
#include "tools/audio/analyse.h"
#include "tools/commands/commands.h"
#include "tools/export/output.h"
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
  uint32_t track;
  NetworkOptions network;
} TagOptions;

/// One file being tagged
typedef struct {
  const TagOptions* options;
  const char* path;
  Progress progress;
  Timeline timeline;
  uint64_t n_updates;
  double* sums; ///< Of tags [n_tags]
  float* tags;  ///< [n_tags]
} FileTags;

static void
print_tags(FileTags* file, const char* time_name, double time)
{
  progress_clear(&file->progress);
  output_tags(&file->options->style, file->path, time_name, time,
              file->options->network.view, file->tags);
}

static void
on_update(void* data, double time, const float* probabilities)
{
  FileTags* const file = (FileTags*)data;
  ++file->n_updates;
  view_merge(file->options->network.view, probabilities, file->tags);
  for (uint32_t i = 0; i < file->options->network.view->n_tags; ++i) {
    file->sums[i] += (double)file->tags[i];
  }
  if (file->options->over_time) {
    print_tags(file, "time", timeline_at(&file->timeline, time));
  }
}

static void
on_progress(void* data, double time, double length)
{
  progress_show(&((FileTags*)data)->progress, time, length);
}

/// Run the engine over the file and print; returns false with a message if the
/// file could not be read wholly or is too short
static bool
tag_file(FileTags* file, Error* error)
{
  const AnalysisCallbacks callbacks = {.data = file,
                                       .on_update = on_update,
                                       .on_progress = on_progress,
                                       .timeline = &file->timeline};
  const AnalysisSettings settings = {file->options->network.network,
                                     file->options->network.memory,
                                     file->options->track};
  const double seconds = analyse_file(file->path, &settings, &callbacks, error);
  progress_clear(&file->progress);
  if (!file->n_updates) {
    if (!error->text[0]) {
      error_set(error, "%.2f s of audio are too short for tags", seconds);
    }
    return false;
  }

  for (uint32_t i = 0; i < file->options->network.view->n_tags; ++i) {
    file->tags[i] = (float)(file->sums[i] / (double)file->n_updates);
  }
  if (!file->options->over_time) {
    print_tags(file, "seconds", seconds);
  }
  return !error->text[0];
}

static bool
tag_path(const TagOptions* options, const char* path)
{
  Error error = {""};
  FileTags file = {.options = options, .path = path, .progress = {path, -1}};
  file.sums = (double*)calloc(options->network.view->n_tags, sizeof(double));
  file.tags = (float*)calloc(options->network.view->n_tags, sizeof(float));

  bool ok = false;
  if (file.sums && file.tags) {
    ok = tag_file(&file, &error);
  } else {
    error_set(&error, ERROR_NO_MEMORY);
  }
  if (!ok) {
    message_failure(path, error.text);
  }
  timeline_clear(&file.timeline);
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
  };
  const Command command = {
      .name = COMMAND,
      .required = "",
      .arguments = "FILE...",
      .summary =
          "Print the tags of music in audio or video files (- is standard "
          "input):\n"
          "the mean over each file, strongest first.\n",
      .help = "  -j, --json          one JSON object per line, with all tags\n"
              "  -n, --top=N         how many tags a line shows (default 5)\n"
              "  -p, --present       only the tags that reach their own "
              "thresholds; with\n"
              "                      --json, also a list of them\n"
              "  -o, --over-time     a line for every update, 5 a second\n",
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
