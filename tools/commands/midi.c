// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "model/view.h"
#include "tools/audio/analyse.h"
#include "tools/audio/decode.h"
#include "tools/commands/commands.h"
#include "tools/export/smf.h"
#include "tools/options/message.h"
#include "tools/options/network_options.h"
#include "tools/options/progress.h"
#include "tools/options/rule_option.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_RULES 128u
#define DEFAULT_BPM 120.0

static const char usage[] =
    "Usage: earmark midi [OPTION]... --map=MAP... -o OUT.mid FILE\n"
    "Write controllers and notes that follow the tags of an audio or video\n"
    "file as a Standard MIDI File, for automation in any DAW.\n\n"
    "  -a, --map=MAP       what a tag moves; may be given many times\n"
    "  -o, --output=FILE   the MIDI file to write\n"
    "  -b, --bpm=N         its tempo, which should be the project's (120)\n"
    "  -m, --memory=S      seconds that each update looks back, 0.5 to 30\n"
    "  -v, --view=VIEW     default, msd, mtat, jamendo, or another view of\n"
    "                      the network\n"
    "  -N, --network=FILE  use another network\n"
    "  -V, --verbose       let the decoder's own messages through\n"
    "  -h, --help          show this\n\n" RULE_HELP "\n"
    "Example: earmark midi --map=energetic,cc=1 --map='female voice,note=60'\n"
    "         -o song.mid song.flac\n\n"
    "Exit status: 0 if all went well, 1 if a file could not be read or not\n"
    "to its end, 2 if the command line makes no sense.\n";

/// All of a command line
typedef struct {
  NetworkOptions choice;
  const char* output;
  double bpm;
  uint32_t n_rules;
  const char* texts[MAX_RULES];
  TagRule rules[MAX_RULES];
} Job;

/// The file being heard
typedef struct {
  const Job* job;
  Smf* smf;
  RuleState mappings[MAX_RULES];
  float* tags;   ///< As of the newest update
  uint64_t tick; ///< Steps of the mappings so far
  bool ok;
  Progress progress;
} Hearing;

/// All mappings up to `time`, from the tags as they are
static void
play_until(Hearing* hearing, double time)
{
  for (; (double)hearing->tick / RULE_RATE < time; ++hearing->tick) {
    for (uint32_t i = 0; i < hearing->job->n_rules; ++i) {
      const TagRule* const rule = &hearing->job->rules[i];
      uint8_t message[3];
      rule_update(&hearing->mappings[i], &rule->rule, hearing->tags[rule->tag]);
      if (rule_message(&hearing->mappings[i], &rule->rule, message)) {
        hearing->ok =
            smf_add(hearing->smf, (double)hearing->tick / RULE_RATE, message) &&
            hearing->ok;
      }
    }
  }
}

static void
on_update(void* data, double time, const float* probabilities)
{
  Hearing* const hearing = (Hearing*)data;
  play_until(hearing, time);
  view_merge(hearing->job->choice.view, probabilities, hearing->tags);
}

static void
on_progress(void* data, double time, double length)
{
  progress_show(&((Hearing*)data)->progress, time, length);
}

static void
end_notes(Hearing* hearing, double time)
{
  for (uint32_t i = 0; i < hearing->job->n_rules; ++i) {
    uint8_t message[3];
    if (rule_end(&hearing->mappings[i], &hearing->job->rules[i].rule,
                 message)) {
      hearing->ok = smf_add(hearing->smf, time, message) && hearing->ok;
    }
  }
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
  play_until(hearing, seconds);
  end_notes(hearing, seconds);
  if (!hearing->ok) {
    error_set(&error, ERROR_NO_MEMORY);
  }
  if (error.text[0]) {
    message_failure(path, error.text);
  }
  if (!smf_write(hearing->smf, seconds, job->output)) {
    message_failure(job->output, "cannot write");
    return STATUS_FAILED;
  }
  return error.text[0] ? STATUS_FAILED : STATUS_OK;
}

static ExitStatus
play(const Job* job, const char* path)
{
  Hearing* const hearing = (Hearing*)calloc(1, sizeof(Hearing));
  ExitStatus status = STATUS_FAILED;
  if (hearing) {
    hearing->job = job;
    hearing->ok = true;
    hearing->progress = (Progress){path, -1};
    hearing->smf = smf_new(job->bpm, "Earmark");
    hearing->tags = (float*)calloc(job->choice.view->n_tags, sizeof(float));
  }
  if (hearing && hearing->smf && hearing->tags) {
    status = hear(hearing, path);
  } else {
    message_failure(path, ERROR_NO_MEMORY);
  }
  if (hearing) {
    free(hearing->tags);
    smf_free(hearing->smf);
  }
  free(hearing);
  return status;
}

static bool
parse_bpm(const char* text, double* bpm)
{
  char* end = NULL;
  *bpm = strtod(text, &end);
  if (end == text || *end || !(*bpm >= 10.0 && *bpm <= 1000.0)) {
    fputs("earmark: --bpm needs a number from 10 to 1000\n", stderr);
    return false;
  }
  return true;
}

static bool
add_rule(Job* job, const char* text)
{
  if (job->n_rules == MAX_RULES) {
    fprintf(stderr, "earmark: more than %u of --map\n", MAX_RULES);
    return false;
  }
  job->texts[job->n_rules++] = text;
  return true;
}

/// Returns false when the program should stop with `status`
static bool
parse_option(int option, Job* job, ExitStatus* status)
{
  *status = STATUS_USAGE;
  switch (option) {
  case 'a':
    return add_rule(job, optarg);
  case 'o':
    job->output = optarg;
    return true;
  case 'b':
    return parse_bpm(optarg, &job->bpm);
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
    fputs("Try 'earmark midi --help'.\n", stderr);
    return false;
  }
}

static bool
parse_options(int argc, char** argv, Job* job, ExitStatus* status)
{
  static const struct option options[] = {
      {"map", required_argument, NULL, 'a'},
      {"output", required_argument, NULL, 'o'},
      {"bpm", required_argument, NULL, 'b'},
      {"memory", required_argument, NULL, 'm'},
      {"view", required_argument, NULL, 'v'},
      {"network", required_argument, NULL, 'N'},
      {"verbose", no_argument, NULL, 'V'},
      {"help", no_argument, NULL, 'h'},
      {NULL, 0, NULL, 0},
  };
  int option = 0;
  while ((option = getopt_long(argc, argv, "a:o:b:m:v:N:Vh", options, NULL)) >=
         0) {
    if (!parse_option(option, job, status)) {
      return false;
    }
  }
  *status = STATUS_USAGE;
  if (optind + 1 != argc || !job->output || !job->n_rules) {
    fputs("earmark: a file, --output and --map are wanted; try 'earmark midi"
          " --help'.\n",
          stderr);
    return false;
  }
  return true;
}

ExitStatus
midi_main(int argc, char** argv)
{
  static Job job = {.bpm = DEFAULT_BPM};
  ExitStatus status = STATUS_OK;
  if (!parse_options(argc, argv, &job, &status)) {
    return status;
  }
  if (!network_options_load(&job.choice)) {
    return STATUS_USAGE;
  }
  bool ok = true;
  for (uint32_t i = 0; ok && i < job.n_rules; ++i) {
    ok = rule_parse(job.texts[i], job.choice.view, &job.rules[i]);
  }
  status = ok ? play(&job, argv[optind]) : STATUS_USAGE;
  network_options_release(&job.choice);
  return status;
}
