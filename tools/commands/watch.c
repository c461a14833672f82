// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/commands/commands.h"
#include "tools/options/message.h"
#include "tools/watch/desk/desk.h"
#include "tools/watch/source/address.h"
#include "tools/watch/source/libav_log.h"
#include "tools/watch/source/stream_title.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define COMMAND "watch"
#define DEFAULT_INTERVAL 5.0
#define MAX_INTERVAL 60.0

/// Options of the command line
typedef struct {
  double seconds;
  bool is_json;
  bool has_all_tags;
  bool has_true_peak;
  bool loops;
  NetworkOptions network;
} WatchOptions;

/// What a source of the command line is called, and where it is
typedef struct {
  char* name;
  char* address;
} NamedSource;

/// "NAME=ADDRESS" or "ADDRESS", unless there is a file of that name
static bool
name_source(const char* text, NamedSource* source)
{
  const size_t length = strspn(text, ADDRESS_NAME_CHARACTERS);
  const bool has_name = length > 0 && length <= ADDRESS_MAX_NAME &&
                        text[length] == '=' && access(text, F_OK) != 0;
  source->name = has_name ? strndup(text, length) : address_name(text);
  source->address = strdup(has_name ? text + length + 1 : text);
  return source->name && source->address;
}

/// Add a number to names that are there already
static bool
make_unique(NamedSource* sources, uint32_t n)
{
  char* const wanted = sources[n].name;
  char name[ADDRESS_MAX_NAME + 16];
  uint32_t number = 1;
  snprintf(name, sizeof(name), "%s", wanted);
  for (uint32_t i = 0; i < n; ++i) {
    if (!strcmp(sources[i].name, name)) {
      snprintf(name, sizeof(name), "%s-%u", wanted, ++number);
      i = UINT32_MAX; // From the first again
    }
  }
  sources[n].name = strdup(name);
  free(wanted);
  return sources[n].name;
}

static void
free_sources(NamedSource* sources, uint32_t n)
{
  for (uint32_t i = 0; sources && i < n; ++i) {
    free(sources[i].name);
    free(sources[i].address);
  }
  free(sources);
}

/// Secrets in the arguments are hidden from those who list processes
static NamedSource*
read_sources(const Arguments* arguments)
{
  NamedSource* const sources =
      (NamedSource*)calloc(arguments->n, sizeof(NamedSource));
  bool ok = sources;
  for (uint32_t i = 0; ok && i < arguments->n; ++i) {
    ok = name_source(arguments->texts[i], &sources[i]) &&
         make_unique(sources, i);
    address_blot(arguments->texts[i]);
  }
  if (!ok) {
    free_sources(sources, arguments->n);
    message_failure(COMMAND, ERROR_NO_MEMORY);
    return NULL;
  }
  return sources;
}

static ExitStatus
watch(const WatchOptions* options, const NamedSource* sources, uint32_t n)
{
  StationSettings* const stations =
      (StationSettings*)calloc(n, sizeof(StationSettings));
  Error error = {""};
  if (!stations) {
    message_failure(COMMAND, ERROR_NO_MEMORY);
    return STATUS_FAILED;
  }
  for (uint32_t i = 0; i < n; ++i) {
    stations[i] = (StationSettings){.name = sources[i].name,
                                    .address = sources[i].address,
                                    .charset = STREAM_TITLE_CHARSET,
                                    .has_true_peak = options->has_true_peak,
                                    .loops = options->loops};
  }
  const DeskSettings settings = {.stations = stations,
                                 .n_stations = n,
                                 .network = options->network.network,
                                 .view = options->network.view,
                                 .memory = options->network.memory,
                                 .seconds = options->seconds,
                                 .is_table =
                                     !options->is_json && isatty(STDOUT_FILENO),
                                 .has_all_tags = options->has_all_tags};
  const bool ok = desk_run(&settings, &error);
  if (error.text[0]) {
    message_failure(COMMAND, error.text);
  }
  free(stations);
  return ok ? STATUS_OK : STATUS_FAILED;
}

static bool
parse(int argc,
      char** argv,
      WatchOptions* self,
      Arguments* arguments,
      ExitStatus* status)
{
  const Option options[] = {
      {.name = "interval",
       .letter = 'i',
       .real = &self->seconds,
       .low = 1.0,
       .high = MAX_INTERVAL},
      {.name = "json", .letter = 'j', .flag = &self->is_json},
      {.name = "all-tags", .letter = 'a', .flag = &self->has_all_tags},
      {.name = "true-peak", .letter = 't', .flag = &self->has_true_peak},
      {.name = "loop", .letter = 'l', .flag = &self->loops},
  };
  const Command command = {
      .name = COMMAND,
      .required = "",
      .arguments = "SOURCE...",
      .summary =
          "Watch streams, for as long as they run: what plays, and how loud it "
          "is.\n"
          "A SOURCE is a URL (http, https, rtsp, srt, rtp and more), a file or "
          "named\n"
          "pipe, or - for standard input; NAME=SOURCE gives it a name.  On a "
          "terminal,\n"
          "a table shows all; elsewhere, each line is a JSON object about one "
          "of them.\n",
      .help =
          "  -i, --interval=S    seconds that a line is about, 1 to 60 (5)\n"
          "  -j, --json          lines of JSON on a terminal, too\n"
          "  -a, --all-tags      all tags, not only those that reach their "
          "own\n"
          "                      thresholds\n"
          "  -t, --true-peak     measure true peaks, which costs more than all "
          "else\n"
          "  -l, --loop          play files again and again\n",
      .notes = "Exit status: 0 after a signal or the end of all sources, 1 if "
               "a file could\n"
               "not be read, 2 for a usage error or an unusable network.\n",
      .options = options,
      .n_options = sizeof(options) / sizeof(options[0]),
      .common = COMMON_MEMORY | COMMON_VIEW | COMMON_NETWORK | COMMON_VERBOSE,
      .network = &self->network,
      .min_arguments = 1,
      .max_arguments = UINT32_MAX,
  };
  return command_line_parse(&command, argc, argv, arguments, status);
}

ExitStatus
watch_main(int argc, char** argv)
{
  WatchOptions options = {.seconds = DEFAULT_INTERVAL};
  Arguments arguments = {0};
  ExitStatus status = STATUS_OK;
  if (!parse(argc, argv, &options, &arguments, &status)) {
    return status;
  }
  libav_log_mask();
  NamedSource* const sources = read_sources(&arguments);
  if (!sources) {
    return STATUS_FAILED;
  }
  status = STATUS_USAGE;
  if (network_options_load(&options.network, COMMAND)) {
    status = watch(&options, sources, arguments.n);
    network_options_release(&options.network);
  }
  free_sources(sources, arguments.n);
  return status;
}
