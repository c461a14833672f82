// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/commands/commands.h"
#include "tools/commands/file_tags.h"

#include <stdio.h>

#define COMMAND "tag"
#define DEFAULT_TOP 5u
#define MAX_TOP 1000000
#define MAX_NAME 60u /* columns of a file's name that others are aligned to */

static const char* const summary =
    "Print the tags of music in audio or video files (- is standard "
    "input):\n"
    "the mean over what sounds in each file, by group, strongest "
    "first.\n";

static const char* const help =
    "  -j, --json          one JSON object per line, with all tags\n"
    "  -c, --color=WHEN    auto, always or never in colour\n"
    "  -n, --top=N         the N strongest of all tags instead\n"
    "  -p, --present       only the tags that reach their own "
    "thresholds; with\n"
    "                      --json, also a list of them\n"
    "  -o, --over-time     5 lines a second, each for what sounds "
    "around its time\n"
    "  -l, --live          5 lines a second, each for what sounded "
    "before its\n"
    "                      time: what a plugin shows then\n";

/// Returns false when the program should stop with `status`
static bool
parse(int argc,
      char** argv,
      TagOptions* self,
      const char** colour,
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
      {.name = "color", .letter = 'c', .text = colour},
  };
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
      .network = &self->network,
      .track = &self->track,
      .min_arguments = 1,
      .max_arguments = UINT32_MAX,
  };
  return command_line_parse(&command, argc, argv, files, status);
}

/// How lines of text look; false with a message
static bool
choose_style(TagOptions* options,
             const char* colour,
             const Arguments* files,
             GroupLines* lines)
{
  TerminalWhen when = TERMINAL_AUTO;
  OutputStyle* const style = &options->style;
  if (colour && !terminal_parse(colour, &when)) {
    command_line_refuse(COMMAND, "--color is auto, always or never");
    return false;
  }
  lines->colours = terminal_colours(stdout, when);
  lines->aligned = files->n > 1 || options->over_time || options->live;
  for (uint32_t i = 0; i < files->n; ++i) {
    const uint32_t width = terminal_width(files->texts[i]);
    lines->name =
        width > lines->name && width <= MAX_NAME ? width : lines->name;
  }
  const bool by_group =
      !style->top && !style->present && options->network.view->has_thresholds;
  style->lines = by_group ? lines : NULL;
  style->top = style->top ? style->top : DEFAULT_TOP;
  return true;
}

ExitStatus
tag_main(int argc, char** argv)
{
  TagOptions options = {.over_time = false};
  GroupLines lines = {.aligned = false};
  const char* colour = NULL;
  Arguments files = {0};
  ExitStatus status = STATUS_OK;
  if (!parse(argc, argv, &options, &colour, &files, &status)) {
    return status;
  }
  if (options.live && options.over_time) {
    return command_line_refuse(COMMAND, "--over-time and --live exclude each "
                                        "other");
  }
  if (!network_options_load(&options.network, COMMAND)) {
    return STATUS_USAGE;
  }

  const bool has_style = choose_style(&options, colour, &files, &lines);
  status = has_style ? STATUS_OK : STATUS_USAGE;
  for (uint32_t i = 0; has_style && i < files.n && !ferror(stdout); ++i) {
    if (!file_tags_print(&options, files.texts[i])) {
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
