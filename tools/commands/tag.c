// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "model/view.h"
#include "tools/audio/analyse.h"
#include "tools/audio/decode.h"
#include "tools/commands/commands.h"
#include "tools/export/output.h"
#include "tools/options/message.h"
#include "tools/options/network_options.h"
#include "tools/options/progress.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEFAULT_TOP 5u
#define MAX_TOP 1000000

static const char usage[] =
    "Usage: earmark tag [OPTION]... FILE...\n"
    "Print the tags of music in audio or video files (- is standard input):\n"
    "the mean over each file, strongest first.\n\n"
    "  -j, --json          one JSON object per line, with all tags\n"
    "  -m, --memory=S      seconds that each update looks back, 0.5 to 30\n"
    "  -n, --top=N         how many tags a line shows (default 5)\n"
    "  -p, --present       only the tags that reach their own thresholds; "
    "with\n"
    "                      --json, a list of them besides\n"
    "  -o, --over-time     a line for every update, 5 a second\n"
    "  -v, --view=VIEW     default, msd, mtat, jamendo, or another view of\n"
    "                      the network\n"
    "  -N, --network=FILE  use another network\n"
    "  -V, --verbose       let the decoder's own messages through\n"
    "  -h, --help          show this\n\n"
    "Exit status: 0 if all went well, 1 if a file could not be read or not\n"
    "to its end, 2 if the command line makes no sense.\n";

/// All of a command line
typedef struct {
  OutputStyle style;
  bool over_time;
  NetworkOptions choice;
} Job;

/// One file being tagged
typedef struct {
  const Job* job;
  const char* path;
  Progress progress;
  uint64_t n_updates;
  double* sums; ///< Of tags [n_tags]
  float* tags;  ///< [n_tags]
} FileTags;

static void
print_tags(FileTags* file, const char* time_name, double time)
{
  progress_clear(&file->progress);
  output_tags(&file->job->style, file->path, time_name, time,
              file->job->choice.view, file->tags);
}

static void
on_update(void* data, double time, const float* probabilities)
{
  FileTags* const file = (FileTags*)data;
  ++file->n_updates;
  view_merge(file->job->choice.view, probabilities, file->tags);
  for (uint32_t i = 0; i < file->job->choice.view->n_tags; ++i) {
    file->sums[i] += (double)file->tags[i];
  }
  if (file->job->over_time) {
    print_tags(file, "time", time);
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
  const AnalysisCallbacks callbacks = {
      .data = file, .on_update = on_update, .on_progress = on_progress};
  const double seconds =
      analyse_file(file->path, file->job->choice.network,
                   file->job->choice.memory, &callbacks, error);
  progress_clear(&file->progress);
  if (!file->n_updates) {
    if (!error->text[0]) {
      error_set(error, "%.2f s of audio are too short for tags", seconds);
    }
    return false;
  }

  for (uint32_t i = 0; i < file->job->choice.view->n_tags; ++i) {
    file->tags[i] = (float)(file->sums[i] / (double)file->n_updates);
  }
  if (!file->job->over_time) {
    print_tags(file, "seconds", seconds);
  }
  return !error->text[0];
}

static bool
tag_path(const Job* job, const char* path)
{
  Error error = {""};
  FileTags file = {.job = job, .path = path, .progress = {path, -1}};
  file.sums = (double*)calloc(job->choice.view->n_tags, sizeof(double));
  file.tags = (float*)calloc(job->choice.view->n_tags, sizeof(float));

  bool ok = false;
  if (file.sums && file.tags) {
    ok = tag_file(&file, &error);
  } else {
    error_set(&error, ERROR_NO_MEMORY);
  }
  if (!ok) {
    message_failure(path, error.text);
  }
  free(file.tags);
  free(file.sums);
  return ok;
}

static bool
parse_top(const char* text, uint32_t* top)
{
  char* end = NULL;
  const long number = strtol(text, &end, 10);
  if (end == text || *end || number < 1 || number > MAX_TOP) {
    fprintf(stderr, "earmark: --top needs a whole number from 1 to %d\n",
            MAX_TOP);
    return false;
  }
  *top = (uint32_t)number;
  return true;
}

/// Returns false when the program should stop with `status`
static bool
parse_option(int option, Job* job, ExitStatus* status)
{
  *status = STATUS_USAGE;
  switch (option) {
  case 'j':
    job->style.json = true;
    return true;
  case 'm':
    return network_options_set_memory(&job->choice, optarg);
  case 'n':
    return parse_top(optarg, &job->style.top);
  case 'o':
    job->over_time = true;
    return true;
  case 'p':
    job->style.present = true;
    return true;
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
    fputs("Try 'earmark tag --help'.\n", stderr);
    return false;
  }
}

static bool
parse_options(int argc, char** argv, Job* job, ExitStatus* status)
{
  static const struct option options[] = {
      {"json", no_argument, NULL, 'j'},
      {"memory", required_argument, NULL, 'm'},
      {"top", required_argument, NULL, 'n'},
      {"over-time", no_argument, NULL, 'o'},
      {"present", no_argument, NULL, 'p'},
      {"view", required_argument, NULL, 'v'},
      {"network", required_argument, NULL, 'N'},
      {"verbose", no_argument, NULL, 'V'},
      {"help", no_argument, NULL, 'h'},
      {NULL, 0, NULL, 0},
  };
  int option = 0;
  while ((option = getopt_long(argc, argv, "jm:n:opv:N:Vh", options, NULL)) >=
         0) {
    if (!parse_option(option, job, status)) {
      return false;
    }
  }
  if (optind == argc) {
    fputs("earmark: no files named; try 'earmark tag --help'.\n", stderr);
    *status = STATUS_USAGE;
    return false;
  }
  *status = STATUS_OK;
  return true;
}

ExitStatus
tag_main(int argc, char** argv)
{
  Job job = {.style = {.top = DEFAULT_TOP}};
  ExitStatus status = STATUS_OK;
  if (!parse_options(argc, argv, &job, &status)) {
    return status;
  }
  if (!network_options_load(&job.choice)) {
    return STATUS_USAGE;
  }

  for (int i = optind; i < argc && !ferror(stdout); ++i) {
    if (!tag_path(&job, argv[i])) {
      status = STATUS_FAILED;
    }
  }
  network_options_release(&job.choice);
  if (ferror(stdout)) {
    fputs("earmark: cannot write the output\n", stderr);
    status = STATUS_FAILED;
  }
  return status;
}
