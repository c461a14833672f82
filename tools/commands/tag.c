// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/commands/archive_options.h"
#include "tools/commands/commands.h"
#include "tools/commands/file_tags.h"
#include "tools/options/file_digest.h"

#include <math.h>
#include <stdio.h>
#include <unistd.h>

#define COMMAND "tag"
#define DEFAULT_TOP 5u
#define MAX_TOP 1000000
#define MAX_NAME 60u /* columns of a file's name that others are aligned to */
#define N_OPTIONS 8u /* of its own */

static const char* const summary =
    "Print the tags of music in audio or video files (- is standard "
    "input),\n"
    "folders, playlists and CUE sheets: the mean over what sounds in each "
    "file,\n"
    "by group, strongest first.\n";

static const char* const help =
    "  -j, --json          one JSON object per line, with all tags\n"
    "      --csv           a table: a row per file, a column per tag\n"
    "  -c, --color=WHEN    auto, always or never in colour\n"
    "  -n, --top=N         the N strongest of all tags instead\n"
    "  -p, --present       only the tags that reach their own "
    "thresholds; with\n"
    "                      --json, also a list of them\n"
    "  -o, --over-time     5 lines a second, each for what sounds "
    "around its time\n"
    "  -l, --live          5 lines a second, each for what sounded "
    "before its\n"
    "                      time: what a plugin shows then\n"
    "      --resume=OUT    add lines of JSON to the file OUT, for what it has "
    "none\n"
    "                      of yet\n" ARCHIVE_OPTIONS_HELP TAG_WRITING_HELP;

/// What the command line says
typedef struct {
  TagOptions tag;
  ArchiveOptions archive;
  ListerInput input;
  const char* colour;
  const char* resume; ///< Path, or NULL
  GroupLines lines;
} CommandLine;

/// Returns false when the program should stop with `status`
static bool
parse(int argc,
      char** argv,
      CommandLine* self,
      Arguments* files,
      ExitStatus* status)
{
  TagOptions* const tag = &self->tag;
  Option options[N_OPTIONS + ARCHIVE_N_OPTIONS + TAG_WRITING_N_OPTIONS] = {
      {.name = "json", .letter = 'j', .flag = &tag->style.json},
      {.name = "csv", .flag = &tag->csv},
      {.name = "top",
       .letter = 'n',
       .whole = &tag->style.top,
       .low = 1.0,
       .high = MAX_TOP},
      {.name = "present", .letter = 'p', .flag = &tag->style.present},
      {.name = "over-time", .letter = 'o', .flag = &tag->over_time},
      {.name = "live", .letter = 'l', .flag = &tag->live},
      {.name = "color", .letter = 'c', .text = &self->colour},
      {.name = "resume", .text = &self->resume},
  };
  archive_options_describe(&self->archive, options + N_OPTIONS);
  tag_writing_describe(&tag->writing, options + N_OPTIONS + ARCHIVE_N_OPTIONS);
  const Command command = {
      .name = COMMAND,
      .required = "",
      .arguments = "FILE...",
      .summary = summary,
      .help = help,
      .notes = COMMAND_EXIT_STATUS,
      .options = options,
      .n_options = sizeof(options) / sizeof(options[0]),
      .common = COMMON_MEMORY | COMMON_VIEW | COMMON_NETWORK | COMMON_VERBOSE,
      .network = &tag->network,
      .track = &tag->track,
      .max_arguments = UINT32_MAX,
  };
  return command_line_parse(&command, argc, argv, files, status);
}

/// Whether options go together; false with a message
static bool
check(CommandLine* self)
{
  TagOptions* const tag = &self->tag;
  const bool has_moments = tag->live || tag->over_time;
  if (tag->live && tag->over_time) {
    command_line_refuse(COMMAND, "--over-time and --live exclude each other");
    return false;
  }
  if (has_moments && (tag->csv || self->resume)) {
    command_line_refuse(COMMAND, "--csv and --resume are for whole files, not "
                                 "for --over-time or --live");
    return false;
  }
  if (tag->csv && (tag->style.json || self->resume)) {
    command_line_refuse(COMMAND, "--csv and %s exclude each other",
                        self->resume ? "--resume" : "--json");
    return false;
  }
  if (tag_writing_is_wanted(&tag->writing) &&
      (has_moments || tag->csv || self->resume || tag->style.json)) {
    command_line_refuse(COMMAND, "what writes into files prints neither JSON, "
                                 "tables nor times");
    return false;
  }
  tag->style.json = tag->style.json || self->resume;
  return true;
}

/// How lines of text look; false with a message
static bool
choose_style(CommandLine* self, const Arguments* files)
{
  TerminalWhen when = TERMINAL_AUTO;
  TagOptions* const options = &self->tag;
  OutputStyle* const style = &options->style;
  GroupLines* const lines = &self->lines;
  if (self->colour && !terminal_parse(self->colour, &when)) {
    command_line_refuse(COMMAND, "--color is auto, always or never");
    return false;
  }
  lines->colours = terminal_colours(stdout, when);
  lines->aligned = options->over_time || options->live ||
                   archive_options_is_many(&self->input);
  for (uint32_t i = 0; i < files->n; ++i) {
    const uint32_t width = terminal_width(files->texts[i]);
    lines->name =
        width > lines->name && width <= MAX_NAME ? width : lines->name;
  }
  const bool by_group =
      !style->top && !style->present && options->network.view->has_thresholds;
  style->stream = stdout;
  style->lines = by_group ? lines : NULL;
  style->top = style->top ? style->top : DEFAULT_TOP;
  return true;
}

/// What lines of a record say of how they were made
static json_t*
describe_settings(const TagOptions* options)
{
  const NetworkOptions* const network = &options->network;
  char digest[FILE_DIGEST_TEXT] = "";
  json_t* const settings = json_object();
  const float memory =
      network->memory > 0.0f ? network->memory : network->network->memory;
  file_digest(network->path, digest);
  json_object_set_new(settings, "network", json_string(digest));
  json_object_set_new(settings, "view", json_string(network->view->name));
  json_object_set_new(settings, "memory",
                      json_real(round((double)memory * 1e6) / 1e6));
  if (options->track) {
    json_object_set_new(settings, "stream", json_integer(options->track));
  }
  return settings;
}

static bool
skips(void* data, const Item* item)
{
  const TagRun* const run = (const TagRun*)data;
  return run->options->record && record_has(run->options->record, item);
}

static bool
stops(void* data)
{
  return ferror(((const TagRun*)data)->options->style.stream);
}

/// Tag all files
static ExitStatus
run_all(CommandLine* self, Lister* lister)
{
  const ListerInput* const input = &self->input;
  Error error = {ERROR_NO_MEMORY};
  const bool is_shown =
      archive_options_is_large(input) || self->resume ||
      (archive_options_is_many(input) && isatty(STDERR_FILENO));
  TagRun run = {.options = &self->tag,
                .printer = tag_printer_new(&self->tag),
                .pace = pace_new(input, is_shown),
                .is_alone = !is_shown};
  const BatchCallbacks callbacks = {.data = &run,
                                    .skips = skips,
                                    .work = file_tags_work,
                                    .tell = file_tags_tell,
                                    .stops = stops};
  bool good = run.printer && run.pace;
  if (good) {
    tag_printer_begin(run.printer);
    good = batch_run(lister, archive_options_jobs(&self->archive), run.pace,
                     &callbacks, &error);
  }
  if (!good) {
    fprintf(stderr, "earmark: %s\n", error.text);
  }
  if (run.pace) {
    good = !pace_free(run.pace).ended[PACE_FAILED] && good;
  }
  tag_printer_free(run.printer);
  return good ? STATUS_OK : STATUS_FAILED;
}

/// Open the record, if there is one, and tag all
static ExitStatus
run_recorded(CommandLine* self, Lister* lister)
{
  TagOptions* const options = &self->tag;
  Error error = {""};
  if (!self->resume) {
    const ExitStatus status = run_all(self, lister);
    if (ferror(stdout)) {
      fputs("earmark: cannot write the output\n", stderr);
      return STATUS_FAILED;
    }
    return status;
  }
  ExitStatus status = STATUS_FAILED;
  json_t* const settings = describe_settings(options);
  options->settings = settings;
  options->record = record_open(self->resume, settings, &error);
  if (options->record) {
    options->style.stream = record_stream(options->record);
    status = run_all(self, lister);
    if (!record_close(options->record, &error)) {
      status = STATUS_FAILED;
    }
  }
  if (error.text[0]) {
    fprintf(stderr, "earmark: %s\n", error.text);
  }
  json_decref(settings);
  return status;
}

ExitStatus
tag_main(int argc, char** argv)
{
  CommandLine self = {.colour = NULL};
  Arguments files = {0};
  ExitStatus status = STATUS_OK;
  if (!parse(argc, argv, &self, &files, &status)) {
    return status;
  }
  if (!check(&self) ||
      !archive_options_input(&self.archive, COMMAND, &files, &self.input) ||
      !network_options_load(&self.tag.network, COMMAND)) {
    return STATUS_USAGE;
  }
  status = STATUS_USAGE;
  if (choose_style(&self, &files) &&
      tag_writing_check(&self.tag.writing, COMMAND, self.tag.network.view)) {
    Error error = {""};
    Lister* const lister = lister_new(&self.input, &error);
    status = STATUS_FAILED;
    if (lister) {
      status = run_recorded(&self, lister);
    } else {
      fprintf(stderr, "earmark: %s\n", error.text);
    }
    lister_free(lister);
  }
  network_options_release(&self.tag.network);
  return status;
}
