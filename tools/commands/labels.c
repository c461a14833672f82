// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "model/view.h"
#include "tools/audio/analyse.h"
#include "tools/commands/commands.h"
#include "tools/export/regions.h"
#include "tools/options/message.h"
#include "tools/options/network_options.h"
#include "tools/options/progress.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COMMAND "labels"
#define LEAST_THRESHOLD 0.0001
#define MAX_SHORTEST 3600.0

typedef enum { AUDACITY, SONIC_VISUALISER } Format;

/// All of a command line
typedef struct {
  NetworkOptions network;
  Format format;
  const char* output;
  RegionRule rule;
  uint32_t track;
} LabelOptions;

/// The file being analysed
typedef struct {
  const LabelOptions* options;
  Regions* regions;
  float* tags;
  float* nothing; ///< Zeros, as many
  Timeline timeline;
  size_t n_marks; ///< Of the timeline, that regions have been told
  double delay;   ///< Half of what an update looks back over, seconds
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
    analysis->ok = regions_add(analysis->regions, begin, analysis->nothing) &&
                   analysis->ok;
  }
}

static void
on_update(void* data, double time, const float* probabilities)
{
  Analysis* const analysis = (Analysis*)data;
  view_merge(analysis->options->network.view, probabilities, analysis->tags);
  const double middle = fmax(0.0, time - analysis->delay);
  add_gaps(analysis, middle);
  analysis->ok =
      regions_add(analysis->regions, timeline_at(&analysis->timeline, middle),
                  analysis->tags) &&
      analysis->ok;
}

static void
on_progress(void* data, double time, double length)
{
  progress_show(&((Analysis*)data)->progress, time, length);
}

/// A CSV field, quoted as RFC 4180 asks for
static void
write_field(FILE* file, const char* text)
{
  fputc('"', file);
  for (; *text; ++text) {
    if (*text == '"') {
      fputc('"', file);
    }
    fputc(*text, file);
  }
  fputc('"', file);
}

static void
write_region(FILE* file, Format format, const Region* region, const char* name)
{
  if (format == AUDACITY) {
    fprintf(file, "%.6f\t%.6f\t%s\n", region->begin, region->end, name);
    return;
  }
  fprintf(file, "%.6f,%.4f,%.6f,", region->begin, region->mean,
          region->end - region->begin);
  write_field(file, name);
  fputc('\n', file);
}

static bool
write_all(const LabelOptions* options, const Region* regions, size_t n)
{
  FILE* const file = options->output ? fopen(options->output, "w") : stdout;
  if (!file) {
    message_failure(options->output, strerror(errno));
    return false;
  }
  if (options->format == SONIC_VISUALISER) {
    fputs("TIME,VALUE,DURATION,LABEL\n", file);
  }
  for (size_t i = 0; i < n; ++i) {
    write_region(file, options->format, &regions[i],
                 options->network.view->tags[regions[i].tag].name);
  }
  const bool ok = !ferror(file) && !fflush(file);
  if ((options->output && fclose(file)) || !ok) {
    message_failure(options->output ? options->output : "standard output",
                    "cannot write");
    return false;
  }
  return true;
}

static ExitStatus
analyse(Analysis* analysis, const char* path)
{
  const LabelOptions* const options = analysis->options;
  const AnalysisCallbacks callbacks = {.data = analysis,
                                       .on_update = on_update,
                                       .on_progress = on_progress,
                                       .timeline = &analysis->timeline};
  const AnalysisSettings settings = {options->network.network,
                                     options->network.memory, options->track};
  Error error = {""};
  const double seconds = analyse_file(path, &settings, &callbacks, &error);
  progress_clear(&analysis->progress);
  if (!analysis->ok) {
    error_set(&error, ERROR_NO_MEMORY);
  }
  if (error.text[0]) {
    message_failure(path, error.text);
  }
  size_t n = 0;
  const Region* const found = regions_finish(
      analysis->regions, timeline_at(&analysis->timeline, seconds), &n);
  return write_all(options, found, n) && !error.text[0] ? STATUS_OK
                                                        : STATUS_FAILED;
}

static ExitStatus
label(const LabelOptions* options, const char* path)
{
  const float memory = options->network.memory > 0.0f
                           ? options->network.memory
                           : options->network.network->memory;
  Analysis analysis = {.options = options,
                       .delay = (double)memory / 2.0,
                       .ok = true,
                       .progress = {path, -1}};
  analysis.regions = regions_new(options->network.view, &options->rule);
  analysis.tags = (float*)calloc(options->network.view->n_tags, sizeof(float));
  analysis.nothing =
      (float*)calloc(options->network.view->n_tags, sizeof(float));
  ExitStatus status = STATUS_FAILED;
  if (analysis.regions && analysis.tags && analysis.nothing) {
    status = analyse(&analysis, path);
  } else {
    message_failure(path, ERROR_NO_MEMORY);
  }
  timeline_clear(&analysis.timeline);
  free(analysis.nothing);
  free(analysis.tags);
  regions_free(analysis.regions);
  return status;
}

static bool
parse_format(const char* text, Format* format)
{
  *format = strcmp(text, "audacity") ? SONIC_VISUALISER : AUDACITY;
  if (*format == SONIC_VISUALISER && strcmp(text, "sonic-visualiser")) {
    command_line_refuse(COMMAND, "--format is audacity or sonic-visualiser");
    return false;
  }
  return true;
}

/// As the command line has them; a threshold of 0 is each tag's own
typedef struct {
  double threshold;
  double hysteresis;
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
          "  -o, --output=FILE   write there, not to standard output\n"
          "  -t, --threshold=P   a tag is present from this probability on\n"
          "                      (default: each tag's own threshold)\n"
          "  -y, --hysteresis=P  absent when it falls below that by "
          "more than this\n"
          "                      (0.05)\n"
          "  -s, --shortest=S    regions and gaps of fewer seconds do not "
          "count (1)\n",
      .notes = COMMAND_EXIT_STATUS,
      .common = COMMON_MEMORY | COMMON_VIEW | COMMON_NETWORK | COMMON_VERBOSE,
      .network = &self->network,
      .track = &self->track,
      .min_arguments = 1,
      .max_arguments = 1,
  };
}

/// Returns false when the program should stop with `status`
static bool
parse(int argc,
      char** argv,
      LabelOptions* self,
      Arguments* files,
      ExitStatus* status)
{
  Values values = {.hysteresis = 0.05, .format = "audacity"};
  const Option options[] = {
      {.name = "format", .letter = 'f', .text = &values.format},
      {.name = "output", .letter = 'o', .text = &self->output},
      {.name = "threshold",
       .letter = 't',
       .real = &values.threshold,
       .low = LEAST_THRESHOLD,
       .high = 1.0},
      {.name = "hysteresis",
       .letter = 'y',
       .real = &values.hysteresis,
       .high = 1.0},
      {.name = "shortest",
       .letter = 's',
       .real = &self->rule.shortest,
       .high = MAX_SHORTEST},
  };
  Command command = describe(self);
  command.options = options;
  command.n_options = sizeof(options) / sizeof(options[0]);
  if (!command_line_parse(&command, argc, argv, files, status)) {
    return false;
  }
  self->rule.threshold = (float)values.threshold;
  self->rule.hysteresis = (float)values.hysteresis;
  *status = STATUS_USAGE;
  return parse_format(values.format, &self->format);
}

ExitStatus
labels_main(int argc, char** argv)
{
  LabelOptions options = {.rule = {.shortest = 1.0}};
  Arguments files = {0};
  ExitStatus status = STATUS_OK;
  if (!parse(argc, argv, &options, &files, &status)) {
    return status;
  }
  if (!network_options_load(&options.network, COMMAND)) {
    return STATUS_USAGE;
  }
  status = label(&options, files.texts[0]);
  network_options_release(&options.network);
  return status;
}
