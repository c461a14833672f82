// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/history/interval_table.h"

#include "tools/watch/history/minute_row.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ADD_INTERVAL                                                           \
  "INSERT INTO interval(station, run, sequence, began_at, seconds, state,"     \
  " reason, title, view, tags, music, speech, silence, lufs_momentary_max,"    \
  " lufs_short_term, lufs_integrated, loudness_range_lu, dbtp_max, dbfs_left," \
  " dbfs_right, dbfs_peak_left, dbfs_peak_right, correlation,"                 \
  " clipped_samples, bad_samples, lag_seconds, dropped_seconds)"               \
  " VALUES(?,?,?,?,?,?,?,nullif(?,0),nullif(?,0),?,?,?,?,?,?,?,?,?,?,?,?,?,?," \
  "?,?,?,?)"

/// What a station has no interval in need not be looked at again
#define SKIP                                                                   \
  "UPDATE station SET summed = (SELECT coalesce(max(id), 0) FROM interval)"    \
  " WHERE id = ? AND NOT EXISTS (SELECT 1 FROM interval WHERE id >"            \
  " station.summed AND +interval.station = station.id)"

void
interval_table_clear(IntervalTable* table)
{
  free(table->stations);
  table->stations = NULL;
  table->n_stations = 0;
  table->view_id = 0;
}

/// The id of what has that text, which is added if it is not there; 0 if it
/// fails
static int64_t
identify(Database* database,
         const char* add,
         const char* find,
         const char* text)
{
  int64_t id = 0;
  if (database_run(database, add, "s", text)) {
    sqlite3_stmt* const statement = database_query(database, find, "s", text);
    if (database_next(database, statement)) {
      id = sqlite3_column_int64(statement, 0);
      database_done(statement);
    }
  }
  return id;
}

char*
interval_table_view_text(const View* view)
{
  json_t* const list = json_array();
  for (uint32_t i = 0; i < view->n_tags; ++i) {
    const Tag* const tag = &view->tags[i];
    const int colour =
        tag->place < view->n_groups ? (int)view->groups[tag->place].colour : 0;
    json_array_append_new(list,
                          json_pack("[ssi]", tag->group, tag->name, colour));
  }
  char* const text = json_dumps(list, JSON_COMPACT);
  json_decref(list);
  return text;
}

static int64_t
identify_view(IntervalTable* table)
{
  char* const text = interval_table_view_text(table->view);
  const int64_t id =
      text ? identify(table->database,
                      "INSERT OR IGNORE INTO view(tags) VALUES(?)",
                      "SELECT id FROM view WHERE tags = ?", text)
           : 0;
  free(text);
  return id;
}

/// The last title, which goes on if the next is the same
static void
recall_title(Database* database, IntervalStation* station)
{
  sqlite3_stmt* const statement = database_query(
      database,
      "SELECT title.id, text FROM title JOIN interval ON title.id ="
      " interval.title WHERE interval.id ="
      " (SELECT max(id) FROM interval WHERE station = ?)",
      "i", station->id);
  if (database_next(database, statement)) {
    station->title = sqlite3_column_int64(statement, 0);
    snprintf(station->title_text.text, sizeof(station->title_text.text), "%s",
             database_column_text(statement, 1));
    database_done(statement);
  }
}

/// NULL if it fails
static IntervalStation*
find_station(IntervalTable* table, const char* name)
{
  for (uint32_t i = 0; i < table->n_stations; ++i) {
    if (!strcmp(table->stations[i].name, name)) {
      return &table->stations[i];
    }
  }
  IntervalStation* const stations = (IntervalStation*)realloc(
      table->stations, (table->n_stations + 1u) * sizeof(IntervalStation));
  if (!stations) {
    return NULL;
  }
  table->stations = stations;
  IntervalStation* const station = &stations[table->n_stations];
  *station = (IntervalStation){
      .id = identify(table->database,
                     "INSERT OR IGNORE INTO station(name) VALUES(?)",
                     "SELECT id FROM station WHERE name = ?", name),
      .minute = -1.0,
      .earliest = (double)NAN};
  snprintf(station->name, sizeof(station->name), "%s", name);
  if (!station->id) {
    return NULL;
  }
  recall_title(table->database, station);
  ++table->n_stations;
  return station;
}

/// A title goes on, begins, or ends
static bool
follow_title(Database* database,
             IntervalStation* station,
             const IntervalRow* row)
{
  const double end = row->began_at + row->seconds;
  if (strcmp(station->title_text.text, row->title.text) != 0) {
    station->title = 0;
    station->title_text = row->title;
  }
  if (!row->title.text[0]) {
    return true;
  }
  if (station->title) {
    return database_run(database, "UPDATE title SET ended_at = ? WHERE id = ?",
                        "di", end, station->title);
  }
  const bool ok =
      database_run(database,
                   "INSERT INTO title(station, began_at, ended_at, text)"
                   " VALUES(?, ?, ?, ?)",
                   "idds", station->id, row->began_at, end, row->title.text);
  station->title = database_integer(database, "SELECT last_insert_rowid()", 0);
  return ok;
}

bool
interval_table_write(IntervalTable* table, const IntervalRow* row)
{
  Database* const database = table->database;
  table->view_id = table->view_id ? table->view_id : identify_view(table);
  IntervalStation* const station = find_station(table, row->station);
  if (!station || !table->view_id) {
    return false;
  }
  const double minute = 60.0 * floor(row->began_at / 60.0);
  if (fabs(minute - station->minute) > 1.0) {
    if (!minute_row_sum(database, station->id, minute, station->earliest)) {
      return false;
    }
    station->earliest = minute;
  }
  station->minute = minute;
  const char* const reason = source_reason_name(row->reason);
  return follow_title(database, station, row) &&
         database_run(
             database, ADD_INTERVAL, "iiiddssiibdddddddddddddiidd", station->id,
             table->run, row->sequence, row->began_at, row->seconds,
             source_state_name(row->state), *reason ? reason : NULL,
             station->title, row->n_tags ? table->view_id : (int64_t)0,
             row->n_tags ? row->tags : NULL, (int)row->n_tags, row->music,
             row->speech, row->silence, row->momentary_max,
             row->loudness.short_term, row->loudness.integrated,
             row->loudness.range, row->true_peak_max, row->left, row->right,
             row->peak_left, row->peak_right, row->correlation, row->n_clipped,
             row->n_bad, row->lag, row->dropped);
}

bool
interval_table_sum(IntervalTable* table, double now)
{
  Database* const database = table->database;
  const double minute = 60.0 * floor(now / 60.0);
  int64_t id = 0;
  do {
    sqlite3_stmt* const statement = database_query(
        database, "SELECT min(id) FROM station WHERE id > ?", "i", id);
    id = database_next(database, statement) ? sqlite3_column_int64(statement, 0)
                                            : 0;
    database_done(statement);
    if (id && (!minute_row_sum(database, id, minute, (double)NAN) ||
               !database_run(database, SKIP, "i", id))) {
      return false;
    }
  } while (id);
  return database_state(database) == DATABASE_OK;
}
