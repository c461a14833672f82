// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "base/clock.h"
#include "tools/commands/commands.h"
#include "tools/options/command_line.h"
#include "tools/options/message.h"
#include "tools/watch/config/quantity.h"
#include "tools/watch/config/secret_file.h"
#include "tools/watch/history/mute_rows.h"
#include "tools/watch/history/schema.h"
#include "tools/watch/notice/mute_request.h"
#include "tools/watch/source/utc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COMMAND "mute"
#define ALL "all"

/// Options of the command line
typedef struct {
  const char* history; ///< Path, or NULL
  const char* url;     ///< Of a page, or NULL
  const char* token;   ///< Path of a file of its token; NULL for none
  const char* why;     ///< NULL for nothing
} MuteOptions;

/// "one", or "all"
static const char*
name_of(const char* name)
{
  return *name ? name : ALL;
}

static void
print_mute(void* data, const Mute* mute)
{
  char until[UTC_TEXT_SIZE];
  const double* const now = (const double*)data;
  if (mute->end <= *now) {
    return;
  }
  printf("%s %s until %s%s", name_of(mute->station), name_of(mute->rule),
         utc_format(mute->end, until), *mute->who ? " by " : "");
  message_text(stdout, mute->who);
  fputs(*mute->why ? ": " : "", stdout);
  message_text(stdout, mute->why);
  putchar('\n');
}

/// A name of a station or rule; "" for all.  False after a usage error.
static bool
read_name(const char* text, size_t most, char* name)
{
  const size_t length = strlen(text);
  if (!length || length > most ||
      strspn(text, ADDRESS_NAME_CHARACTERS) != length) {
    command_line_refuse(COMMAND, "'%.80s' is no name of a station or rule",
                        text);
    return false;
  }
  snprintf(name, most + 1, "%s", strcmp(text, ALL) ? text : "");
  return true;
}

/// What the arguments say.  False after a usage error.
static bool
read_mute(const MuteOptions* options, char* const* texts, Mute* mute)
{
  double seconds = 0.0;
  Error error = {""};
  const char* const user = getenv("USER");
  if (!read_name(texts[0], ADDRESS_MAX_NAME, mute->station) ||
      !read_name(texts[1], ALARM_MAX_NAME, mute->rule)) {
    return false;
  }
  if (strcmp(texts[2], "off") != 0 &&
      !quantity_seconds(texts[2], &seconds, &error)) {
    command_line_refuse(COMMAND, "%s", error.text);
    return false;
  }
  mute->begin = clock_seconds(CLOCK_REALTIME);
  mute->end = mute->begin + seconds;
  snprintf(mute->who, sizeof(mute->who), "%s", user ? user : "");
  snprintf(mute->why, sizeof(mute->why), "%s",
           options->why ? options->why : "");
  return true;
}

static ExitStatus
change(Database* database, const Mute* mute)
{
  const bool is_over = mute->end <= mute->begin;
  const bool ok = database_begin(database) &&
                  (is_over ? mute_rows_remove(database, mute)
                           : mute_rows_write(database, mute)) &&
                  database_commit(database);
  return ok ? STATUS_OK : STATUS_FAILED;
}

/// Change what is muted, or with no mute say it
static ExitStatus
run(const MuteOptions* options, const Mute* mute)
{
  Error error = {""};
  DatabaseState state = DATABASE_OK;
  Database* const database =
      database_open(options->history, !mute, &state, &error);
  if (!database || schema_check(database, &error) != SCHEMA_OK) {
    message_failure(options->history, error.text);
    database_close(database);
    return STATUS_FAILED;
  }
  double now = clock_seconds(CLOCK_REALTIME);
  const ExitStatus status = mute ? change(database, mute)
                            : mute_rows_read(database, print_mute, &now)
                                ? STATUS_OK
                                : STATUS_FAILED;
  if (status != STATUS_OK) {
    message_failure(options->history, database_message(database));
  }
  database_close(database);
  return status;
}

/// By the page of a program that runs
static ExitStatus
ask(const MuteOptions* options, const Mute* mute)
{
  char token[SECRET_FILE_MAX];
  Error error = {""};
  if (options->token && !secret_file_read(options->token, token, &error)) {
    message_failure(options->token, error.text);
    return STATUS_FAILED;
  }
  if (!mute_request_send(options->url, options->token ? token : NULL, mute,
                         &error)) {
    message_failure(COMMAND, error.text);
    return STATUS_FAILED;
  }
  return STATUS_OK;
}

static const char summary[] =
    "Let earmark watch tell nobody of a rule of a station for some time, such "
    "as 30m\n"
    "or 2h; off ends that.  Either may be all.  Without arguments, print what "
    "is\n"
    "muted.\n";

static const char help[] =
    "  -d, --history=FILE  the file that earmark watch has as --history\n"
    "  -u, --url=URL       or its page, to ask it\n"
    "  -t, --token-file=FILE  the first line is the token of the page\n"
    "  -w, --why=TEXT      a reason, for others to read\n";

/// False if there is no more to do than to end with `status`
static bool
parse(MuteOptions* options,
      int argc,
      char** argv,
      Arguments* arguments,
      ExitStatus* status)
{
  const Option list[] = {
      {.name = "history", .letter = 'd', .text = &options->history},
      {.name = "url", .letter = 'u', .text = &options->url},
      {.name = "token-file", .letter = 't', .text = &options->token},
      {.name = "why", .letter = 'w', .text = &options->why},
  };
  const Command command = {
      .name = COMMAND,
      .required = "-d FILE | -u URL",
      .arguments = "[STATION RULE TIME]",
      .summary = summary,
      .help = help,
      .notes = "Exit status: 0 if all went well, 1 if not, 2 for a usage "
               "error.\n",
      .options = list,
      .n_options = sizeof(list) / sizeof(list[0]),
      .max_arguments = 3,
  };
  return command_line_parse(&command, argc, argv, arguments, status);
}

ExitStatus
mute_main(int argc, char** argv)
{
  MuteOptions options = {.history = NULL};
  Arguments arguments = {0};
  ExitStatus status = STATUS_OK;
  Mute mute = {.begin = 0.0};
  if (!parse(&options, argc, argv, &arguments, &status)) {
    return status;
  }
  if (!options.history == !options.url) {
    return command_line_refuse(COMMAND, "one of --history and --url is needed");
  }
  if (arguments.n != 3 && (arguments.n || options.url)) {
    return command_line_refuse(COMMAND, "STATION, RULE and TIME are needed");
  }
  if (arguments.n && !read_mute(&options, arguments.texts, &mute)) {
    return STATUS_USAGE;
  }
  return options.url ? ask(&options, &mute)
                     : run(&options, arguments.n ? &mute : NULL);
}
