// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/history/schema.h"

#include <stdio.h>

#define APPLICATION 0x45524D4B /* "ERMK" */
#define READ_VERSION "PRAGMA user_version"
#define READ_APPLICATION "PRAGMA application_id"
#define COUNT_TABLES "SELECT count(*) FROM sqlite_master"

/*
  From each version to the next; what was released is never changed.  Times are
  seconds since 1970 in UTC; the order in which rows were written is that of
  their ids, whatever the clock did.
*/
static const char* const steps[] = {
    "CREATE TABLE run(id INTEGER PRIMARY KEY, started_at REAL NOT NULL,"
    " ended_at REAL, version TEXT NOT NULL);"
    "CREATE TABLE station(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE,"
    " summed INTEGER NOT NULL DEFAULT 0);"
    // Tags are JSON: [[group, name, colour], ...], in the order of blobs of
    // them
    "CREATE TABLE view(id INTEGER PRIMARY KEY, tags TEXT NOT NULL UNIQUE);"
    "CREATE TABLE title(id INTEGER PRIMARY KEY, station INTEGER NOT NULL,"
    " began_at REAL NOT NULL, ended_at REAL NOT NULL, text TEXT NOT NULL);"
    "CREATE INDEX title_by_time ON title(station, began_at);"
    // A blob of tags has a byte for each: 0 to 255 are 0 to 1
    "CREATE TABLE interval(id INTEGER PRIMARY KEY, station INTEGER NOT NULL,"
    " run INTEGER NOT NULL, sequence INTEGER NOT NULL, began_at REAL NOT NULL,"
    " seconds REAL NOT NULL, state TEXT NOT NULL, reason TEXT, title INTEGER,"
    " view INTEGER, tags BLOB, music REAL, speech REAL, silence REAL,"
    " lufs_momentary_max REAL, lufs_short_term REAL, lufs_integrated REAL,"
    " loudness_range_lu REAL, dbtp_max REAL, dbfs_left REAL, dbfs_right REAL,"
    " dbfs_peak_left REAL, dbfs_peak_right REAL, correlation REAL,"
    " clipped_samples INTEGER, bad_samples INTEGER, lag_seconds REAL,"
    " dropped_seconds REAL);"
    "CREATE INDEX interval_by_time ON interval(station, began_at);"
    "CREATE TABLE minute(id INTEGER PRIMARY KEY, station INTEGER NOT NULL,"
    " began_at REAL NOT NULL, live_seconds REAL NOT NULL,"
    " down_seconds REAL NOT NULL, title INTEGER, view INTEGER, tags BLOB,"
    " music REAL, speech REAL, silence REAL, lufs_momentary_max REAL,"
    " lufs_short_term REAL, lufs_short_term_min REAL,"
    " lufs_short_term_max REAL, dbtp_max REAL, dbfs_left REAL,"
    " dbfs_right REAL, dbfs_peak_left REAL, dbfs_peak_right REAL,"
    " correlation REAL, clipped_samples INTEGER, dropped_seconds REAL);"
    "CREATE INDEX minute_by_time ON minute(station, began_at);"
    "CREATE TABLE event(id TEXT PRIMARY KEY, station TEXT NOT NULL,"
    " rule TEXT NOT NULL, measure TEXT, started_at REAL NOT NULL,"
    " raised_at REAL NOT NULL, proven_at REAL NOT NULL, ended_at REAL,"
    " value REAL, worst REAL, limit_value REAL, unit TEXT,"
    " times_raised INTEGER NOT NULL, is_flapping INTEGER NOT NULL,"
    " is_muted INTEGER NOT NULL, is_acknowledged INTEGER NOT NULL,"
    " is_test INTEGER NOT NULL, clip TEXT);"
    "CREATE INDEX event_by_time ON event(raised_at);"
    "CREATE INDEX event_open ON event(id) WHERE ended_at IS NULL;"
    "CREATE TABLE notice(id INTEGER PRIMARY KEY, action TEXT NOT NULL,"
    " change INTEGER NOT NULL, made_at REAL NOT NULL, event TEXT NOT NULL);"
    "CREATE TABLE mute(station TEXT NOT NULL, rule TEXT NOT NULL,"
    " begins_at REAL NOT NULL, ends_at REAL NOT NULL, who TEXT, why TEXT,"
    " PRIMARY KEY(station, rule));",
};

#define VERSION ((int64_t)(sizeof(steps) / sizeof(steps[0])))

static SchemaState
refuse(Error* error, const char* what)
{
  error_set(error, "%s", what);
  return SCHEMA_FOREIGN;
}

SchemaState
schema_check(Database* database, Error* error)
{
  const int64_t application = database_integer(database, READ_APPLICATION, 0);
  const int64_t version = database_integer(database, READ_VERSION, 0);
  if (database_state(database) != DATABASE_OK) {
    error_set(error, "%s", database_message(database));
    return SCHEMA_BUSY;
  }
  if (application != APPLICATION || version < 1) {
    return refuse(error, "it is no history of earmark watch");
  }
  if (version > VERSION) {
    return refuse(error, "it is of a later version of earmark");
  }
  return version < VERSION
             ? refuse(error, "earmark watch must bring it up to date first")
             : SCHEMA_OK;
}

/// All of it or nothing
static bool
migrate(Database* database, int64_t version)
{
  char text[128];
  bool ok = database_begin(database);
  for (int64_t i = version; ok && i < VERSION; ++i) {
    ok = database_script(database, steps[i]);
  }
  snprintf(text, sizeof(text),
           "PRAGMA application_id = %d; PRAGMA user_version = %d;", APPLICATION,
           (int)VERSION);
  ok = ok && database_script(database, text) && database_commit(database);
  if (!ok) {
    database_rollback(database);
  }
  return ok;
}

SchemaState
schema_prepare(Database* database, Error* error)
{
  const int64_t n_tables = database_integer(database, COUNT_TABLES, 0);
  const int64_t application = database_integer(database, READ_APPLICATION, 0);
  const int64_t version = database_integer(database, READ_VERSION, 0);
  if (database_state(database) == DATABASE_OK && n_tables &&
      application != APPLICATION) {
    return refuse(error, "it is a database of another program");
  }
  if (database_state(database) == DATABASE_OK && version > VERSION) {
    return refuse(error, "it is of a later version of earmark");
  }
  if (database_state(database) != DATABASE_OK ||
      (version < VERSION && !migrate(database, version))) {
    error_set(error, "%s", database_message(database));
    return SCHEMA_BUSY;
  }
  return SCHEMA_OK;
}
