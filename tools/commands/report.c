// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/commands/commands.h"
#include "tools/options/message.h"
#include "tools/watch/history/schema.h"
#include "tools/watch/report/report_hours.h"
#include "tools/watch/report/report_picture.h"
#include "tools/watch/report/report_segments.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COMMAND "report"
#define MAX_STATIONS 1000u

/// Options of the command line
typedef struct {
  const char* station; ///< NULL for all
  const char* day;     ///< NULL for the last
  const char* zone;    ///< NULL for this machine's
  const char* output;  ///< Of a picture, or NULL
  bool has_segments;
  bool has_shares;
  bool is_csv;
} ReportOptions;

/// A report at work
typedef struct {
  const ReportOptions* options;
  Database* database;
  ReportDay day;
  uint32_t n;
  char* stations[MAX_STATIONS]; ///< [n]; owned
} Report;

static const char summary[] =
    "Say what was on air on a day, of the history that 'earmark watch' keeps: "
    "a\n"
    "line for each hour, unless options ask for more.  Earmark may be watching "
    "at\n"
    "the same time.\n";

static const char help[] =
    "  -s, --station=NAME  of this station, instead of all\n"
    "  -d, --day=DATE      of this day, such as 2026-11-25, instead of the "
    "last\n"
    "  -z, --timezone=ZONE days and hours of this zone, such as "
    "Europe/Lisbon,\n"
    "                      instead of this machine's\n"
    "  -g, --segments      a programme log: from when to when music, speech, "
    "both or\n"
    "                      neither, with titles\n"
    "  -p, --shares        the shares of these in the day\n"
    "  -c, --csv           as CSV\n"
    "  -o, --output=FILE   draw the day of a station as a PNG\n";

static const char notes[] =
    "Exit status: 0 if all went well, 1 if the history could not be read or "
    "the\n"
    "picture not be written, 2 for a usage error.\n";

static bool
parse(int argc,
      char** argv,
      ReportOptions* self,
      Arguments* arguments,
      ExitStatus* status)
{
  const Option options[] = {
      {.name = "station", .letter = 's', .text = &self->station},
      {.name = "day", .letter = 'd', .text = &self->day},
      {.name = "timezone", .letter = 'z', .text = &self->zone},
      {.name = "segments", .letter = 'g', .flag = &self->has_segments},
      {.name = "shares", .letter = 'p', .flag = &self->has_shares},
      {.name = "csv", .letter = 'c', .flag = &self->is_csv},
      {.name = "output", .letter = 'o', .text = &self->output},
  };
  const Command command = {
      .name = COMMAND,
      .required = "",
      .arguments = "HISTORY",
      .summary = summary,
      .help = help,
      .notes = notes,
      .options = options,
      .n_options = sizeof(options) / sizeof(options[0]),
      .min_arguments = 1,
      .max_arguments = 1,
  };
  return command_line_parse(&command, argc, argv, arguments, status);
}

/// All of them, or the one that is wanted; false with a message
static bool
find_stations(Report* report, Error* error)
{
  const char* const wanted = report->options->station;
  sqlite3_stmt* const row =
      database_query(report->database,
                     "SELECT name FROM station WHERE ?1 IS NULL OR name = ?1"
                     " ORDER BY name",
                     "s", wanted);
  while (database_next(report->database, row)) {
    char* const name = strdup(database_column_text(row, 0));
    if (name && report->n < MAX_STATIONS) {
      report->stations[report->n++] = name;
    } else {
      free(name);
    }
  }
  if (!report->n) {
    error_set(error,
              wanted ? "there is no station '%.64s' in it"
                     : "there is nothing in it",
              wanted);
  }
  return report->n;
}

/// The end of what there is, in UTC
static double
last_time(Database* database)
{
  sqlite3_stmt* const row = database_query(
      database,
      "SELECT max(coalesce((SELECT max(began_at) FROM interval WHERE id >"
      " (SELECT max(id) FROM interval) - 1000), 0),"
      " coalesce((SELECT max(began_at) FROM minute), 0))",
      "");
  double utc = 0.0;
  if (database_next(database, row)) {
    utc = sqlite3_column_double(row, 0);
    database_done(row);
  }
  return utc;
}

/// Of a station; false with a message
static bool
print(Report* report, const char* station, Error* error)
{
  const ReportOptions* const options = report->options;
  const ReportDay* const day = &report->day;
  ReportTrack track = {0};
  bool ok = report_track_read(&track, report->database, station, day->begin,
                              day->end, error);
  if (ok && options->output) {
    ok = report_picture_write(options->output, day, &track, report->database,
                              station, error);
  } else if (ok && options->has_segments) {
    report_segments_print(day, &track, report->database, station,
                          options->is_csv);
  } else if (ok && !options->has_shares) {
    report_hours_print(day, &track, report->database, station, options->is_csv);
  }
  if (ok && (options->has_shares ||
             (options->has_segments && !options->is_csv && !options->output))) {
    report_segments_print_shares(day, &track, station, options->is_csv);
  }
  report_track_clear(&track);
  return ok;
}

static void
print_head(const ReportOptions* options)
{
  if (!options->is_csv || options->output) {
    return;
  }
  puts(options->has_segments ? "from,to,seconds,station,content,title"
       : options->has_shares
           ? "day,station,off_seconds,off,neither_seconds,neither,"
             "music_seconds,music,speech_seconds,speech,"
             "music_and_speech_seconds,music_and_speech"
           : "from,station,live_seconds,music,speech,silence,"
             "lufs_short_term,lufs_momentary_max,events,genre,mood");
}

/// False with a message
static bool
run(Report* report, const char* path, Error* error)
{
  const ReportOptions* const options = report->options;
  DatabaseState state = DATABASE_OK;
  report->database = database_open(path, true, &state, error);
  if (!report->database || schema_check(report->database, error) != SCHEMA_OK ||
      !find_stations(report, error) ||
      !report_day_set(&report->day, options->day, last_time(report->database),
                      options->zone, error)) {
    return false;
  }
  if (options->output && report->n > 1) {
    error_set(error, "a picture is of one station: --station=NAME");
    return false;
  }
  bool ok = true;
  print_head(options);
  for (uint32_t i = 0; ok && i < report->n; ++i) {
    ok = print(report, report->stations[i], error);
  }
  return ok;
}

ExitStatus
report_main(int argc, char** argv)
{
  ReportOptions options = {NULL, NULL, NULL, NULL, false, false, false};
  Arguments arguments = {0};
  ExitStatus status = STATUS_OK;
  if (!parse(argc, argv, &options, &arguments, &status)) {
    return status;
  }
  if (options.has_segments && options.has_shares && options.is_csv) {
    return command_line_refuse(COMMAND, "as CSV, --segments and --shares are "
                                        "two tables");
  }
  Error error = {""};
  Report report = {.options = &options};
  const bool ok = run(&report, arguments.texts[0], &error);
  if (!ok) {
    message_failure(arguments.texts[0], error.text);
  }
  for (uint32_t i = 0; i < report.n; ++i) {
    free(report.stations[i]);
  }
  report_day_clear(&report.day);
  database_close(report.database);
  return ok ? STATUS_OK : STATUS_FAILED;
}
