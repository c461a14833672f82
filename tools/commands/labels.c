// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/audio/analyse.h"
#include "tools/commands/commands.h"
#include "tools/commands/output_check.h"
#include "tools/export/output_file.h"
#include "tools/export/region_file.h"
#include "tools/export/regions.h"
#include "tools/export/tag_curve.h"
#include "tools/options/message.h"
#include "tools/options/network_options.h"
#include "tools/options/progress.h"

#include <math.h>
#include <string.h>

#define COMMAND "labels"
#define MAX_SHORTEST 3600.0
#define SHORTEST 1.0
#define SHORTEST_SILENCE 0.5
#define SILENCE_ERROR 0.1 /* seconds by which silence may seem shorter */

/// All of a command line
typedef struct {
  NetworkOptions network;
  RegionFormat format;
  const char* output;
  RegionRule rule;
  uint32_t track;
} LabelOptions;

/// The file being analysed
typedef struct {
  TagCurve* curve;
  Regions* regions;
  Timeline timeline;
  size_t n_marks; ///< Of the timeline, at which regions were ended
  bool has_heard; ///< Anything, be it silence
  bool ok;
  Progress progress;
} Analysis;

/// Regions end where a gap in the file begins.  `heard` as in timeline_at().
static void
add_gaps(Analysis* analysis, double heard)
{
  const Timeline* const timeline = &analysis->timeline;
  for (; analysis->n_marks < timeline->n &&
         timeline->marks[analysis->n_marks].heard <= heard;
       ++analysis->n_marks) {
    const double begin = timeline_before(timeline, analysis->n_marks);
    analysis->ok = regions_add(analysis->regions, begin, NULL) && analysis->ok;
  }
}

static void
on_point(void* data, double time, const float* tags)
{
  Analysis* const analysis = (Analysis*)data;
  const double at = timeline_at(&analysis->timeline, time);
  add_gaps(analysis, time);
  analysis->ok = regions_add(analysis->regions, at, tags) && analysis->ok;
}

static void
on_update(void* data, double time, const float* probabilities)
{
  Analysis* const analysis = (Analysis*)data;
  analysis->has_heard = true;
  tag_curve_update(analysis->curve, time, probabilities);
}

static void
on_sound(void* data, double time, bool is_sound)
{
  Analysis* const analysis = (Analysis*)data;
  analysis->has_heard = true;
  tag_curve_sound(analysis->curve, time, is_sound);
}

static void
on_progress(void* data, double time, double length)
{
  progress_show(&((Analysis*)data)->progress, time, length);
}

/// Analyse up to `end`, in seconds of the file; false with a message if there
/// is nothing to be written.  If some of the file is missing, there is a
/// message all the same.
static bool
analyse(Analysis* analysis,
        const LabelOptions* options,
        const char* path,
        double* end,
        Error* error)
{
  const AnalysisCallbacks callbacks = {.data = analysis,
                                       .on_update = on_update,
                                       .on_sound = on_sound,
                                       .on_progress = on_progress,
                                       .timeline = &analysis->timeline};
  const AnalysisSettings settings = {.network = options->network.network,
                                     .memory = options->network.memory,
                                     .track = options->track};
  const double seconds = analyse_file(path, &settings, &callbacks, error);
  progress_clear(&analysis->progress);
  tag_curve_end(analysis->curve, seconds);
  *end = timeline_at(&analysis->timeline, seconds);
  if (!analysis->ok) {
    error_set(error, ERROR_NO_MEMORY);
  } else if (!analysis->has_heard && !error->text[0]) {
    error_set(error, ANALYSIS_TOO_SHORT, seconds);
  }
  return analysis->ok && analysis->has_heard;
}

static ExitStatus
label(Analysis* analysis,
      const LabelOptions* options,
      const char* path,
      OutputFile* output)
{
  Error error = {""};
  double end = 0.0;
  const bool has_all = analyse(analysis, options, path, &end, &error);
  if (error.text[0]) {
    message_failure(path, error.text);
  }
  if (!has_all) {
    output_file_discard(output);
    return STATUS_FAILED;
  }
  size_t n = 0;
  Error problem = {""};
  const Region* const found = regions_finish(analysis->regions, end, &n);
  region_file_write(output_file_stream(output), options->format,
                    options->network.view, found, n);
  if (!output_file_close(output, &problem)) {
    message_failure(options->output, problem.text);
    return STATUS_FAILED;
  }
  return error.text[0] ? STATUS_FAILED : STATUS_OK;
}

/// The output is opened before anything is read, to tell early if it cannot be
static ExitStatus
label_file(const LabelOptions* options, const char* path)
{
  const NetworkOptions* const network = &options->network;
  Analysis analysis = {.ok = true, .progress = {path, -1}};
  Error error = {""};
  OutputFile* const output = output_file_open(options->output, &error);
  if (!output) {
    message_failure(options->output, error.text);
    return STATUS_FAILED;
  }
  analysis.regions = regions_new(network->view, &options->rule);
  analysis.curve = tag_curve_new(network->network, network->view,
                                 network->memory, on_point, &analysis);
  ExitStatus status = STATUS_FAILED;
  if (analysis.regions && analysis.curve) {
    status = label(&analysis, options, path, output);
  } else {
    message_failure(path, ERROR_NO_MEMORY);
    output_file_discard(output);
  }
  timeline_clear(&analysis.timeline);
  tag_curve_free(analysis.curve);
  regions_free(analysis.regions);
  return status;
}

static bool
parse_format(const char* text, RegionFormat* format)
{
  *format = strcmp(text, "audacity") ? REGION_FILE_SONIC_VISUALISER
                                     : REGION_FILE_AUDACITY;
  if (*format == REGION_FILE_SONIC_VISUALISER &&
      strcmp(text, "sonic-visualiser")) {
    command_line_refuse(COMMAND, "--format is audacity or sonic-visualiser");
    return false;
  }
  return true;
}

/// As the command line has them
typedef struct {
  double threshold; ///< Negative: each tag's own
  double hysteresis;
  double shortest; ///< Negative: not given
  const char* format;
} Values;

static Command
describe(LabelOptions* self)
{
  return (Command){
      .name = COMMAND,
      .required = "",
      .arguments = "FILE",
      .summary =
          "Write when each tag is present in an audio or video file, for "
          "editors.\n",
      .help =
          "  -f, --format=NAME   audacity: a label track (the default)\n"
          "                      sonic-visualiser: CSV of a region layer\n"
          "  -o, --output=FILE   write there, not to standard output (-)\n"
          "  -t, --threshold=P   a tag is present from this probability on\n"
          "                      (default: each tag's own threshold)\n"
          "  -y, --hysteresis=P  absent when it falls below that by "
          "more than this\n"
          "                      (0.05)\n"
          "  -s, --shortest=S    regions and gaps of fewer seconds do not "
          "count (1,\n"
          "                      silence: 0.5)\n",
      .notes = COMMAND_EXIT_STATUS,
      .common = COMMON_MEMORY | COMMON_VIEW | COMMON_NETWORK | COMMON_VERBOSE,
      .network = &self->network,
      .track = &self->track,
      .min_arguments = 1,
      .max_arguments = 1,
  };
}

static void
set_rule(LabelOptions* self, const Values* values)
{
  const bool is_given = values->shortest >= 0.0;
  const double silence = is_given ? values->shortest : SHORTEST_SILENCE;
  self->rule =
      (RegionRule){.threshold = (float)values->threshold,
                   .hysteresis = (float)values->hysteresis,
                   .shortest = is_given ? values->shortest : SHORTEST,
                   .shortest_silence = fmax(0.0, silence - SILENCE_ERROR)};
}

/// Returns false when the program should stop with `status`
static bool
parse(int argc,
      char** argv,
      LabelOptions* self,
      Arguments* files,
      ExitStatus* status)
{
  Values values = {.threshold = -1.0,
                   .hysteresis = 0.05,
                   .shortest = -1.0,
                   .format = "audacity"};
  const Option options[] = {
      {.name = "format", .letter = 'f', .text = &values.format},
      {.name = "output", .letter = 'o', .text = &self->output},
      {.name = "threshold",
       .letter = 't',
       .real = &values.threshold,
       .high = 1.0},
      {.name = "hysteresis",
       .letter = 'y',
       .real = &values.hysteresis,
       .high = 1.0},
      {.name = "shortest",
       .letter = 's',
       .real = &values.shortest,
       .high = MAX_SHORTEST},
  };
  Command command = describe(self);
  command.options = options;
  command.n_options = sizeof(options) / sizeof(options[0]);
  if (!command_line_parse(&command, argc, argv, files, status)) {
    return false;
  }
  set_rule(self, &values);
  *status = STATUS_USAGE;
  if (!parse_format(values.format, &self->format)) {
    return false;
  }
  return output_check(COMMAND, self->output, &self->network, files);
}

ExitStatus
labels_main(int argc, char** argv)
{
  LabelOptions options = {.network = {.memory = 0.0f}, .output = "-"};
  Arguments files = {0};
  ExitStatus status = STATUS_OK;
  if (!parse(argc, argv, &options, &files, &status)) {
    return status;
  }
  if (!network_options_load(&options.network, COMMAND)) {
    return STATUS_USAGE;
  }
  if (!(options.network.memory > 0.0f)) {
    options.network.memory = TAG_CURVE_MEMORY;
  }
  status = label_file(&options, files.texts[0]);
  network_options_release(&options.network);
  return status;
}
