// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "model/view.h"
#include "tools/audio/analyse.h"
#include "tools/audio/decode.h"
#include "tools/commands/commands.h"
#include "tools/export/regions.h"
#include "tools/options/message.h"
#include "tools/options/network_options.h"
#include "tools/options/progress.h"

#include <errno.h>
#include <getopt.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
    "Usage: earmark labels [OPTION]... FILE\n"
    "Write when each tag is there in an audio or video file, for editors.\n\n"
    "  -f, --format=FORMAT   audacity: a label track (the default)\n"
    "                        sonic-visualiser: CSV of a region layer\n"
    "  -o, --output=FILE     write there, not to standard output\n"
    "  -t, --threshold=P     a tag is there from this probability on\n"
    "                        (default: each tag's own threshold)\n"
    "  -y, --hysteresis=P    it must fall below by more than this (0.05)\n"
    "  -s, --shortest=S      regions and gaps of less seconds do not count "
    "(1)\n"
    "  -m, --memory=S        seconds that each update looks back, 0.5 to 30\n"
    "  -v, --view=VIEW       default, msd, mtat, jamendo, or another view of\n"
    "                        the network\n"
    "  -N, --network=FILE    use another network\n"
    "  -V, --verbose         let the decoder's own messages through\n"
    "  -h, --help            show this\n\n"
    "Exit status: 0 if all went well, 1 if a file could not be read or not\n"
    "to its end, 2 if the command line makes no sense.\n";

typedef enum { AUDACITY, SONIC_VISUALISER } Format;

/// All of a command line
typedef struct {
  NetworkOptions choice;
  Format format;
  const char* output;
  RegionRule rule;
} Job;

/// The file being heard
typedef struct {
  const Job* job;
  Regions* regions;
  float* tags;
  double delay; ///< Half of what an update looks back over, seconds
  bool ok;
  Progress progress;
} Hearing;

static void
on_update(void* data, double time, const float* probabilities)
{
  Hearing* const hearing = (Hearing*)data;
  view_merge(hearing->job->choice.view, probabilities, hearing->tags);
  const double middle = fmax(0.0, time - hearing->delay);
  hearing->ok =
      regions_add(hearing->regions, middle, hearing->tags) && hearing->ok;
}

static void
on_progress(void* data, double time, double length)
{
  progress_show(&((Hearing*)data)->progress, time, length);
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
write_all(const Job* job, const Region* regions, size_t n)
{
  FILE* const file = job->output ? fopen(job->output, "w") : stdout;
  if (!file) {
    message_failure(job->output, strerror(errno));
    return false;
  }
  if (job->format == SONIC_VISUALISER) {
    fputs("TIME,VALUE,DURATION,LABEL\n", file);
  }
  for (size_t i = 0; i < n; ++i) {
    write_region(file, job->format, &regions[i],
                 job->choice.view->tags[regions[i].tag].name);
  }
  const bool ok = !ferror(file) && !fflush(file);
  if ((job->output && fclose(file)) || !ok) {
    message_failure(job->output ? job->output : "standard output",
                    "cannot write");
    return false;
  }
  return true;
}

static ExitStatus
hear(Hearing* hearing, const char* path)
{
  const Job* const job = hearing->job;
  const AnalysisCallbacks callbacks = {
      .data = hearing, .on_update = on_update, .on_progress = on_progress};
  Error error = {""};
  const double seconds = analyse_file(path, job->choice.network,
                                      job->choice.memory, &callbacks, &error);
  progress_clear(&hearing->progress);
  if (!hearing->ok) {
    error_set(&error, ERROR_NO_MEMORY);
  }
  if (error.text[0]) {
    message_failure(path, error.text);
  }
  size_t n = 0;
  const Region* const found = regions_finish(hearing->regions, seconds, &n);
  return write_all(job, found, n) && !error.text[0] ? STATUS_OK : STATUS_FAILED;
}

static ExitStatus
label(const Job* job, const char* path)
{
  const float memory = job->choice.memory > 0.0f ? job->choice.memory
                                                 : job->choice.network->memory;
  Hearing hearing = {.job = job,
                     .delay = (double)memory / 2.0,
                     .ok = true,
                     .progress = {path, -1}};
  hearing.regions = regions_new(job->choice.view, &job->rule);
  hearing.tags = (float*)calloc(job->choice.view->n_tags, sizeof(float));
  ExitStatus status = STATUS_FAILED;
  if (hearing.regions && hearing.tags) {
    status = hear(&hearing, path);
  } else {
    message_failure(path, ERROR_NO_MEMORY);
  }
  free(hearing.tags);
  regions_free(hearing.regions);
  return status;
}

/// A number from 0 to `limit`
static bool
parse_number(const char* option, const char* text, double limit, double* value)
{
  char* end = NULL;
  *value = strtod(text, &end);
  if (end == text || *end || !(*value >= 0.0 && *value <= limit)) {
    fprintf(stderr, "earmark: --%s needs a number from 0 to %g\n", option,
            limit);
    return false;
  }
  return true;
}

static bool
parse_format(const char* text, Format* format)
{
  *format = strcmp(text, "audacity") ? SONIC_VISUALISER : AUDACITY;
  if (*format == SONIC_VISUALISER && strcmp(text, "sonic-visualiser")) {
    fputs("earmark: --format is audacity or sonic-visualiser\n", stderr);
    return false;
  }
  return true;
}

/// Returns false when the program should stop with `status`
static bool
parse_option(int option, Job* job, ExitStatus* status)
{
  double number = 0.0;
  bool ok = true;
  *status = STATUS_USAGE;
  switch (option) {
  case 'f':
    return parse_format(optarg, &job->format);
  case 'o':
    job->output = optarg;
    return true;
  case 't':
    ok = parse_number("threshold", optarg, 1.0, &number);
    job->rule.threshold = (float)number;
    return ok;
  case 'y':
    ok = parse_number("hysteresis", optarg, 1.0, &number);
    job->rule.hysteresis = (float)number;
    return ok;
  case 's':
    return parse_number("shortest", optarg, 3600.0, &job->rule.shortest);
  case 'm':
    return network_options_set_memory(&job->choice, optarg);
  case 'v':
    job->choice.view_name = optarg;
    return true;
  case 'N':
    job->choice.network_path = optarg;
    return true;
  case 'V':
    decoder_set_verbose(true);
    return true;
  case 'h':
    fputs(usage, stdout);
    *status = STATUS_OK;
    return false;
  default:
    fputs("Try 'earmark labels --help'.\n", stderr);
    return false;
  }
}

ExitStatus
labels_main(int argc, char** argv)
{
  static const struct option options[] = {
      {"format", required_argument, NULL, 'f'},
      {"output", required_argument, NULL, 'o'},
      {"threshold", required_argument, NULL, 't'},
      {"hysteresis", required_argument, NULL, 'y'},
      {"shortest", required_argument, NULL, 's'},
      {"memory", required_argument, NULL, 'm'},
      {"view", required_argument, NULL, 'v'},
      {"network", required_argument, NULL, 'N'},
      {"verbose", no_argument, NULL, 'V'},
      {"help", no_argument, NULL, 'h'},
      {NULL, 0, NULL, 0},
  };
  Job job = {.rule = {.hysteresis = 0.05f, .shortest = 1.0}};
  ExitStatus status = STATUS_OK;
  int option = 0;
  while ((option = getopt_long(argc, argv, "f:o:t:y:s:m:v:N:Vh", options,
                               NULL)) >= 0) {
    if (!parse_option(option, &job, &status)) {
      return status;
    }
  }
  if (optind + 1 != argc) {
    fputs("earmark: one file is wanted; try 'earmark labels --help'.\n",
          stderr);
    return STATUS_USAGE;
  }
  if (!network_options_load(&job.choice)) {
    return STATUS_USAGE;
  }
  status = label(&job, argv[optind]);
  network_options_release(&job.choice);
  return status;
}
