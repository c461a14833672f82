// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "engine/automation.h"
#include "model/view.h"
#include "tools/audio/analyse.h"
#include "tools/commands/commands.h"
#include "tools/export/smf.h"
#include "tools/options/message.h"
#include "tools/options/network_options.h"
#include "tools/options/progress.h"
#include "tools/options/rule_option.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define COMMAND "midi"
#define DEFAULT_BPM 120.0
#define MIN_BPM 10.0
#define MAX_BPM 1000.0

/// All of a command line
typedef struct {
  NetworkOptions network;
  const char* output;
  double bpm;
  uint32_t track;
  TextList maps;
  AutomationRule rules[TEXT_LIST_MAX]; ///< [maps.n]
} MidiOptions;

/// The file being analysed.  A frame of the automation is one of its steps.
typedef struct {
  const MidiOptions* options;
  Smf* smf;
  Timeline timeline;
  Automation* automation;
  AutomationIo io;
  float* tags;   ///< As of the newest update
  uint64_t time; ///< Frames so far
  double end;    ///< Seconds; unknown, infinity
  bool ok;
  Progress progress;
} Analysis;

static bool
has_room(const void* handle)
{
  (void)handle;
  return true;
}

static void
send_message(void* handle, uint32_t frame, const uint8_t* message)
{
  Analysis* const analysis = (Analysis*)handle;
  const double time =
      fmin((double)(analysis->time + frame) / RULE_RATE, analysis->end);
  analysis->ok = smf_add(analysis->smf, time, message) && analysis->ok;
}

/// The tags stay as they are up to `time`
static void
play_until(Analysis* analysis, double time)
{
  const uint64_t end = (uint64_t)ceil(time * RULE_RATE);
  while (analysis->time < end) {
    const uint64_t left = end - analysis->time;
    const uint32_t n = left < UINT32_MAX ? (uint32_t)left : UINT32_MAX;
    automation_run(analysis->automation, &analysis->io, analysis->tags, 0, n);
    analysis->time += n;
  }
}

static void
on_update(void* data, double time, const float* probabilities)
{
  Analysis* const analysis = (Analysis*)data;
  play_until(analysis, timeline_at(&analysis->timeline, time));
  view_merge(analysis->options->network.view, probabilities, analysis->tags);
}

static void
on_progress(void* data, double time, double length)
{
  progress_show(&((Analysis*)data)->progress, time, length);
}

static ExitStatus
analyse(Analysis* analysis, const char* path)
{
  const MidiOptions* const options = analysis->options;
  const AnalysisCallbacks callbacks = {.data = analysis,
                                       .on_update = on_update,
                                       .on_progress = on_progress,
                                       .timeline = &analysis->timeline};
  const AnalysisSettings settings = {options->network.network,
                                     options->network.memory, options->track};
  Error error = {""};
  const double seconds = analyse_file(path, &settings, &callbacks, &error);
  const double end = timeline_at(&analysis->timeline, seconds);
  progress_clear(&analysis->progress);
  play_until(analysis, end);
  analysis->end = end;
  automation_end(analysis->automation, &analysis->io.midi, 0);
  if (!analysis->ok) {
    error_set(&error, ERROR_NO_MEMORY);
  }
  if (error.text[0]) {
    message_failure(path, error.text);
  }
  if (!smf_write(analysis->smf, end, options->output)) {
    message_failure(options->output, "cannot write");
    return STATUS_FAILED;
  }
  return error.text[0] ? STATUS_FAILED : STATUS_OK;
}

static ExitStatus
write_file(const MidiOptions* options, const char* path)
{
  Analysis* const analysis = (Analysis*)calloc(1, sizeof(Analysis));
  ExitStatus status = STATUS_FAILED;
  if (analysis) {
    analysis->options = options;
    analysis->ok = true;
    analysis->end = (double)INFINITY;
    analysis->progress = (Progress){path, -1};
    analysis->smf = smf_new(options->bpm, "Earmark");
    analysis->automation = automation_new(options->maps.n, RULE_RATE);
    analysis->io = (AutomationIo){.rules = options->rules,
                                  .midi = {analysis, has_room, send_message}};
    analysis->tags =
        (float*)calloc(options->network.view->n_tags, sizeof(float));
  }
  if (analysis && analysis->smf && analysis->automation && analysis->tags) {
    status = analyse(analysis, path);
  } else {
    message_failure(path, ERROR_NO_MEMORY);
  }
  if (analysis) {
    timeline_clear(&analysis->timeline);
    free(analysis->tags);
    automation_free(analysis->automation);
    smf_free(analysis->smf);
  }
  free(analysis);
  return status;
}

static Command
describe(MidiOptions* self)
{
  return (Command){
      .name = COMMAND,
      .required = "--map=MAP... -o OUT.mid ",
      .arguments = "FILE",
      .summary =
          "Write controllers and notes that follow the tags of an audio or "
          "video\n"
          "file as a Standard MIDI File, for automation in any DAW.\n",
      .help =
          "  -a, --map=MAP       a tag and what it moves; may be given many "
          "times\n"
          "  -o, --output=FILE   the MIDI file to write\n"
          "  -b, --bpm=N         its tempo, which should be the project's "
          "(120)\n",
      .notes =
          RULE_HELP "\nExample: earmark midi --map=energetic,cc=1 "
                    "--map='female voice,note=60'\n"
                    "         -o song.mid song.flac\n\n" COMMAND_EXIT_STATUS,
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
      MidiOptions* self,
      Arguments* files,
      ExitStatus* status)
{
  const Option options[] = {
      {.name = "map", .letter = 'a', .list = &self->maps},
      {.name = "output", .letter = 'o', .text = &self->output},
      {.name = "bpm",
       .letter = 'b',
       .real = &self->bpm,
       .low = MIN_BPM,
       .high = MAX_BPM},
  };
  Command command = describe(self);
  command.options = options;
  command.n_options = sizeof(options) / sizeof(options[0]);
  if (!command_line_parse(&command, argc, argv, files, status)) {
    return false;
  }
  if (!self->output || !self->maps.n) {
    *status = command_line_refuse(COMMAND, "%s is missing",
                                  self->output ? "--map" : "--output");
    return false;
  }
  return true;
}

static bool
parse_rules(MidiOptions* self)
{
  for (uint32_t i = 0; i < self->maps.n; ++i) {
    Error error = {""};
    if (!rule_option_parse(self->maps.texts[i], self->network.view,
                           &self->rules[i], &error)) {
      command_line_refuse(COMMAND, "%s", error.text);
      return false;
    }
  }
  return true;
}

ExitStatus
midi_main(int argc, char** argv)
{
  MidiOptions options = {.bpm = DEFAULT_BPM};
  Arguments files = {0};
  ExitStatus status = STATUS_OK;
  if (!parse(argc, argv, &options, &files, &status)) {
    return status;
  }
  if (!network_options_load(&options.network, COMMAND)) {
    return STATUS_USAGE;
  }
  status = parse_rules(&options) ? write_file(&options, files.texts[0])
                                 : STATUS_USAGE;
  network_options_release(&options.network);
  return status;
}
