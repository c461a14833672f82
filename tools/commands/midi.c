// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "engine/sources.h"
#include "engine/summary.h"
#include "tools/audio/analyse.h"
#include "tools/commands/commands.h"
#include "tools/commands/output_check.h"
#include "tools/export/output_file.h"
#include "tools/export/rule_player.h"
#include "tools/export/smf.h"
#include "tools/export/tag_curve.h"
#include "tools/options/message.h"
#include "tools/options/network_options.h"
#include "tools/options/progress.h"
#include "tools/options/rule_option.h"

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

/// The file being analysed
typedef struct {
  TagCurve* curve;
  Sources* sources;
  RulePlayer* player;
  Smf* smf;
  Timeline timeline;
  bool has_heard; ///< Anything, be it silence
  bool ok;
  Progress progress;
} Analysis;

static void
on_point(void* data, double time, const float* values)
{
  Analysis* const analysis = (Analysis*)data;
  const double at = timeline_at(&analysis->timeline, time);
  sources_update(analysis->sources, values, SUMMARY_HYSTERESIS);
  analysis->ok = rule_player_add(analysis->player, at,
                                 sources_values(analysis->sources)) &&
                 analysis->ok;
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
  sources_reset(analysis->sources);
  rule_player_cut(analysis->player);
}

static void
on_progress(void* data, double time, double length)
{
  progress_show(&((Analysis*)data)->progress, time, length);
}

/// Analyse and play, up to `end` in seconds of the file; false with a message
/// if there is nothing to be written.  If some of the file is missing, there is
/// a message all the same.
static bool
analyse(Analysis* analysis,
        const MidiOptions* options,
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
  if (!analysis->has_heard) {
    if (!error->text[0]) {
      error_set(error, ANALYSIS_TOO_SHORT, seconds);
    }
    return false;
  }
  if (!analysis->ok ||
      !rule_player_play(analysis->player, *end, analysis->smf)) {
    error_set(error, ERROR_NO_MEMORY);
    return false;
  }
  return true;
}

static ExitStatus
write_output(Analysis* analysis,
             const MidiOptions* options,
             const char* path,
             OutputFile* output)
{
  Error error = {""};
  double end = 0.0;
  const bool has_all = analyse(analysis, options, path, &end, &error);
  if (error.text[0]) {
    message_failure(path, error.text);
  }
  Error problem = {""};
  if (!has_all) {
    output_file_discard(output);
    return STATUS_FAILED;
  }
  if (!smf_write(analysis->smf, end, output_file_stream(output), &problem)) {
    message_failure(path, problem.text);
    output_file_discard(output);
    return STATUS_FAILED;
  }
  if (!output_file_close(output, &problem)) {
    message_failure(options->output, problem.text);
    return STATUS_FAILED;
  }
  return error.text[0] ? STATUS_FAILED : STATUS_OK;
}

/// The output is opened before anything is read, to tell early if it cannot be
static ExitStatus
write_file(const MidiOptions* options, const char* path)
{
  const NetworkOptions* const network = &options->network;
  Analysis analysis = {.ok = true, .progress = {path, -1}};
  Error error = {""};
  OutputFile* const output = output_file_open(options->output, &error);
  if (!output) {
    message_failure(options->output, error.text);
    return STATUS_FAILED;
  }
  analysis.smf = smf_new(options->bpm, "Earmark");
  analysis.player = rule_player_new(options->rules, options->maps.n);
  analysis.curve = tag_curve_new(network->network, network->view,
                                 network->memory, on_point, &analysis);
  ExitStatus status = STATUS_FAILED;
  analysis.sources = sources_new(network->view);
  if (analysis.smf && analysis.player && analysis.curve && analysis.sources) {
    status = write_output(&analysis, options, path, output);
  } else {
    message_failure(path, ERROR_NO_MEMORY);
    output_file_discard(output);
  }
  timeline_clear(&analysis.timeline);
  tag_curve_free(analysis.curve);
  sources_free(analysis.sources);
  rule_player_free(analysis.player);
  smf_free(analysis.smf);
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
          "  -o, --output=FILE   the MIDI file to write; - is standard output\n"
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
  *status = STATUS_USAGE;
  return output_check(COMMAND, self->output, &self->network, files);
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
  MidiOptions options = {.network = {.memory = 0.0f}, .bpm = DEFAULT_BPM};
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
  status = parse_rules(&options) ? write_file(&options, files.texts[0])
                                 : STATUS_USAGE;
  network_options_release(&options.network);
  return status;
}
