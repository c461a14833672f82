// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/watch/history/history_file.h"

#include "base/clock.h"
#include "tools/options/path.h"
#include "tools/watch/history/schema.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define LOOK 2.0 /* Seconds from one look at the file's name to the next */

static DatabaseState
open_once(HistoryFile* file, Error* error)
{
  DatabaseState state = DATABASE_OK;
  if (!file->database) {
    file->database = database_open(file->path, false, &state, error);
    file->is_prepared = false;
  }
  if (!file->database || file->is_prepared) {
    return state;
  }
  const SchemaState found = schema_prepare(file->database, error);
  state = found == SCHEMA_FOREIGN ? DATABASE_FOREIGN
                                  : database_state(file->database);
  file->is_prepared = found == SCHEMA_OK;
  if (file->is_prepared) {
    history_limits_begin(file->database, file->limits);
  } else {
    history_file_close(file);
  }
  return state;
}

DatabaseState
history_file_open(HistoryFile* file, Error* error)
{
  const DatabaseState state = open_once(file, error);
  if (state != DATABASE_DAMAGED) {
    return state;
  }
  history_file_set_aside(file);
  return open_once(file, error);
}

void
history_file_close(HistoryFile* file)
{
  database_close(file->database);
  file->database = NULL;
  file->is_prepared = false;
}

bool
history_file_follow(HistoryFile* file)
{
  const double now = wall_seconds();
  if (!file->database || now < file->looked + LOOK) {
    return !file->database;
  }
  file->looked = now;
  if (!database_has_moved(file->database)) {
    return false;
  }
  history_file_close(file);
  return true;
}

/// Files that belong to another go with it
static void
move(const char* path, const char* suffix, const char* date)
{
  char* const from = path_format("%s%s", path, suffix);
  char* const to = path_format("%s.damaged-%s%s", path, date, suffix);
  if (from && to && rename(from, to) != 0 && !*suffix) {
    remove(from); // Better none than one that nobody can use
  }
  free(from);
  free(to);
}

void
history_file_set_aside(HistoryFile* file)
{
  char date[20] = "";
  struct tm parts = {0};
  const time_t now = time(NULL);
  gmtime_r(&now, &parts);
  strftime(date, sizeof(date), "%Y%m%dT%H%M%SZ", &parts);
  history_file_close(file);
  move(file->path, "", date);
  move(file->path, "-wal", date);
  move(file->path, "-shm", date);
}
