// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/commands/watch_options.h"

#include <string.h>

#include "tools/watch/osc/osc_target.h"

static const char summary[] =
    "Watch streams for as long as they run: what plays, and how loud.\n"
    "A SOURCE is a URL (http, https, rtsp, srt, rtp and more), a file or "
    "named\n"
    "pipe, or - for standard input; NAME=SOURCE gives it a name.  On a "
    "terminal,\n"
    "a table shows all; elsewhere, each line is a JSON object about one of "
    "them.\n";

static const char help[] =
    "  -c, --config=FILE   stations and rules of a file, instead of sources\n"
    "  -C, --check-config  check that file, and do nothing else\n"
    "  -k, --check=FILE    print when recordings would have raised the rules "
    "of\n"
    "                      a file; NAME=SOURCE has those of station NAME\n"
    "      --run=COMMAND   run it for each notice: PROGRAM ARGUMENT...\n"
    "      --post=URL      POST each notice to it\n"
    "      --alertmanager=URL  tell Alertmanager of alarms\n"
    "      --heartbeat=URL fetch it each minute, as long as audio comes\n"
    "      --test-action=RULE  let the actions of a rule tell of a test, and "
    "do\n"
    "                      nothing else\n"
    "      --history=FILE  keep what was in a database, for 'earmark report'\n"
    "  -i, --interval=S    seconds that a line is about, 1 to 60 (5)\n"
    "  -j, --json          lines of JSON on a terminal, too\n"
    "  -a, --all-tags      all tags, not only those that reach their own\n"
    "                      thresholds\n"
    "  -t, --true-peak     measure true peaks, which costs more than all else\n"
    "  -l, --loop          play files again and again\n"
    "      --clips=FOLDER  keep the sound of each event in a folder\n"
    "      --listen=ADDRESS:PORT\n"
    "                      serve a page, an API and metrics there, such as\n"
    "                      127.0.0.1:8080\n"
    "      --token-file=FILE\n"
    "                      its first line lets people acknowledge and mute\n"
    "      --public-url=URL\n"
    "                      where people find the page, behind a proxy\n"
    "      --metrics-tags=TAGS\n"
    "                      tags with metrics of their own, by commas\n"
    "      --osc=HOST:PORT send what is heard by Open Sound Control\n";

static const char notes[] =
    "Exit status: 0 after a signal or at the end of all sources, 1 if a file "
    "was\n"
    "not read, 2 for a usage error, a bad file or network.\n";

/// All of its own; returns how many
static uint32_t
list_options(WatchOptions* self, Option list[COMMAND_MAX_OPTIONS])
{
  const Option options[] = {
      {.name = "config", .letter = 'c', .text = &self->config},
      {.name = "check-config", .letter = 'C', .flag = &self->checks_config},
      {.name = "check", .letter = 'k', .text = &self->check},
      {.name = "test-action", .text = &self->test_action},
      {.name = "run", .text = &self->run},
      {.name = "post", .text = &self->post},
      {.name = "alertmanager", .text = &self->alertmanager},
      {.name = "heartbeat", .text = &self->heartbeat},
      {.name = "history", .text = &self->plan.history.path},
      {.name = "interval",
       .letter = 'i',
       .real = &self->plan.interval,
       .low = 1.0,
       .high = 60.0},
      {.name = "json", .letter = 'j', .flag = &self->is_json},
      {.name = "all-tags", .letter = 'a', .flag = &self->has_all_tags},
      {.name = "true-peak", .letter = 't', .flag = &self->has_true_peak},
      {.name = "loop", .letter = 'l', .flag = &self->loops},
      {.name = "clips", .text = &self->plan.clips.folder},
      {.name = "listen", .text = &self->plan.listen},
      {.name = "token-file", .text = &self->plan.token_file},
      {.name = "public-url", .text = &self->plan.public_url},
      {.name = "metrics-tags", .text = &self->plan.metrics_tags},
      {.name = "osc", .text = &self->plan.osc},
  };
  _Static_assert(sizeof(options) <= COMMAND_MAX_OPTIONS * sizeof(Option),
                 "there is room for all");
  memcpy(list, options, sizeof(options));
  return sizeof(options) / sizeof(options[0]);
}

static bool
read_command(int argc,
             char** argv,
             WatchOptions* self,
             Arguments* arguments,
             ExitStatus* status)
{
  Option options[COMMAND_MAX_OPTIONS];
  const Command command = {
      .name = WATCH_COMMAND,
      .required = "",
      .arguments = "SOURCE...",
      .summary = summary,
      .help = help,
      .notes = notes,
      .options = options,
      .n_options = list_options(self, options),
      .common = COMMON_MEMORY | COMMON_VIEW | COMMON_NETWORK | COMMON_VERBOSE,
      .network = &self->network,
      .min_arguments = 0,
      .max_arguments = UINT32_MAX,
  };
  return command_line_parse(&command, argc, argv, arguments, status);
}

/// Returns STATUS_OK if the options fit together
static ExitStatus
check_options(const WatchOptions* options, uint32_t n_sources)
{
  if (options->config && options->check) {
    return command_line_refuse(WATCH_COMMAND,
                               "--config and --check exclude each "
                               "other");
  }
  if (options->checks_config && !options->config) {
    return command_line_refuse(WATCH_COMMAND, "--check-config needs --config");
  }
  if (options->config && n_sources) {
    return command_line_refuse(WATCH_COMMAND,
                               "sources are in the file of --config");
  }
  if (!options->config && !n_sources) {
    return command_line_refuse(WATCH_COMMAND, "no source is named");
  }
  OscTarget target;
  Error error = {""};
  if (options->plan.osc &&
      !osc_target_read(options->plan.osc, &target, &error)) {
    return command_line_refuse(WATCH_COMMAND, "--osc: %s", error.text);
  }
  return STATUS_OK;
}

bool
watch_options_parse(WatchOptions* options,
                    int argc,
                    char** argv,
                    Arguments* arguments,
                    ExitStatus* status)
{
  if (!read_command(argc, argv, options, arguments, status)) {
    return false;
  }
  *status = check_options(options, arguments->n);
  return *status == STATUS_OK;
}
