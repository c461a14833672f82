// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/page/archive.h"

#include "tools/watch/history/event_table.h"
#include "tools/watch/history/interval_table.h"
#include "tools/watch/history/schema.h"
#include "tools/watch/page/past_json.h"

#include <math.h>
#include <stdlib.h>

#define MINUTE 60.0

struct Archive {
  const char* path;
  const View* view;
  char* view_text;
  Database* database; ///< NULL while it is not open
};

Archive*
archive_new(const char* path, const View* view)
{
  Archive* const archive = (Archive*)calloc(1, sizeof(Archive));
  if (archive) {
    archive->path = path;
    archive->view = view;
    archive->view_text = interval_table_view_text(view);
    if (!archive->view_text) {
      free(archive);
      return NULL;
    }
  }
  return archive;
}

void
archive_free(Archive* archive)
{
  if (archive) {
    database_close(archive->database);
    free(archive->view_text);
    free(archive);
  }
}

static void
close_database(Archive* archive)
{
  database_close(archive->database);
  archive->database = NULL;
}

/// The database as it is now, or NULL
static Database*
open_database(Archive* archive)
{
  Error error = {""};
  DatabaseState state = DATABASE_OK;
  if (archive->database && (database_state(archive->database) != DATABASE_OK ||
                            database_has_moved(archive->database))) {
    close_database(archive);
  }
  if (!archive->database) {
    archive->database = database_open(archive->path, true, &state, &error);
    if (archive->database &&
        schema_check(archive->database, &error) != SCHEMA_OK) {
      close_database(archive);
    }
  }
  return archive->database;
}

/// Rows of: when, seconds, LUFS, LUFS at most, tags if they are of this view
static void
add_rows(const Archive* archive, sqlite3_stmt* rows, PastPoints* points)
{
  while (database_next(archive->database, rows)) {
    const uint8_t* const tags = (const uint8_t*)sqlite3_column_blob(rows, 4);
    const bool has_tags = // Scales are behind them
        (uint32_t)sqlite3_column_bytes(rows, 4) >= archive->view->n_tags;
    const PastSpan span = {.begin = database_column_real(rows, 0),
                           .seconds = database_column_real(rows, 1),
                           .short_term = database_column_real(rows, 2),
                           .momentary = database_column_real(rows, 3),
                           .tags = has_tags ? tags : NULL};
    past_points_add(points, &span);
  }
}

bool
archive_read_past(Archive* archive, const char* station, PastPoints* points)
{
  Database* const database = open_database(archive);
  const double end = points->begin + points->n * points->step;
  if (!database) {
    return false;
  }
  sqlite3_stmt* const rows =
      points->step < MINUTE
          ? database_query(database,
                           "SELECT began_at, seconds, lufs_short_term,"
                           " lufs_momentary_max, CASE WHEN view ="
                           " (SELECT id FROM view WHERE tags = ?) THEN tags END"
                           " FROM interval WHERE state = 'live' AND station ="
                           " (SELECT id FROM station WHERE name = ?)"
                           " AND began_at BETWEEN ? AND ?",
                           "ssdd", archive->view_text, station, points->begin,
                           end)
          : database_query(database,
                           "SELECT began_at, live_seconds, lufs_short_term,"
                           " lufs_momentary_max, CASE WHEN view ="
                           " (SELECT id FROM view WHERE tags = ?) THEN tags END"
                           " FROM minute WHERE station ="
                           " (SELECT id FROM station WHERE name = ?)"
                           " AND began_at BETWEEN ? AND ?",
                           "ssdd", archive->view_text, station, points->begin,
                           end);
  add_rows(archive, rows, points);
  return database_state(database) == DATABASE_OK;
}

bool
archive_read_titles(Archive* archive,
                    const char* station,
                    double since,
                    json_t* list)
{
  Database* const database = open_database(archive);
  if (!database) {
    return false;
  }
  sqlite3_stmt* const rows =
      database_query(database,
                     "SELECT began_at, text FROM title WHERE station ="
                     " (SELECT id FROM station WHERE name = ?) AND ended_at > ?"
                     " ORDER BY began_at DESC LIMIT 100",
                     "sd", station, since);
  while (database_next(database, rows)) {
    json_array_insert_new(list, 0,
                          past_json_title(database_column_real(rows, 0),
                                          database_column_text(rows, 1)));
  }
  return database_state(database) == DATABASE_OK;
}

uint32_t
archive_read_events(Archive* archive,
                    const char* station,
                    double before,
                    uint32_t most,
                    Event* events)
{
  uint32_t n = 0;
  Database* const database = open_database(archive);
  if (!database) {
    return 0;
  }
  sqlite3_stmt* const rows =
      database_query(database,
                     "SELECT " EVENT_TABLE_COLUMNS
                     " FROM event WHERE raised_at < ? AND (? = '' OR"
                     " station = ?) ORDER BY raised_at DESC LIMIT ?",
                     "dssi", before, station, station, (int64_t)most);
  while (n < most && database_next(database, rows)) {
    events[n++] = event_table_read(rows);
  }
  if (n == most) {
    database_done(rows);
  }
  return n;
}

bool
archive_find_event(Archive* archive, const char* id, Event* event)
{
  Database* const database = open_database(archive);
  if (!database) {
    return false;
  }
  sqlite3_stmt* const rows = database_query(
      database, "SELECT " EVENT_TABLE_COLUMNS " FROM event WHERE id = ?", "s",
      id);
  if (!database_next(database, rows)) {
    return false;
  }
  *event = event_table_read(rows);
  database_done(rows);
  return true;
}
