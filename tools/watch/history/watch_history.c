// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/watch/history/watch_history.h"

#include "base/clock.h"
#include "tools/watch/history/event_table.h"
#include "tools/watch/history/history_file.h"
#include "tools/watch/history/history_queue.h"
#include "tools/watch/history/interval_table.h"
#include "tools/watch/source/utc.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RETRY 1.0 /* Seconds until it is tried again */

struct WatchHistory {
  HistorySettings settings;
  char* path;
  HistoryFile file;
  IntervalTable intervals;
  HistoryQueue queue;
  uint32_t n_writers;
  HistoryWriter writers[HISTORY_MAX_WRITERS]; ///< [n_writers]
  bool has_begun;                             ///< This run is in the file
  bool forgets_open; ///< Events of earlier runs were not read: they end
  double retry;      ///< When it is tried again, monotonic
  HistoryStatus status;
};

WatchHistory*
watch_history_open(const HistorySettings* settings, Error* error)
{
  WatchHistory* const history = (WatchHistory*)calloc(1, sizeof(WatchHistory));
  if (!history) {
    error_set(error, ERROR_NO_MEMORY);
    return NULL;
  }
  history->settings = *settings;
  history->path = strdup(settings->path);
  history->file =
      (HistoryFile){.path = history->path, .limits = &history->settings.limits};
  history->intervals.view = settings->view;
  history->forgets_open = true;
  const DatabaseState state = history->path
                                  ? history_file_open(&history->file, error)
                                  : DATABASE_FAILED;
  if (state == DATABASE_FOREIGN || state == DATABASE_FAILED) {
    watch_history_close(history);
    return NULL;
  }
  return history;
}

bool
watch_history_add_writer(WatchHistory* history, const HistoryWriter* writer)
{
  if (history->n_writers == HISTORY_MAX_WRITERS) {
    return false;
  }
  history->writers[history->n_writers++] = *writer;
  return true;
}

bool
watch_history_load(WatchHistory* history, EventBook* book)
{
  Database* const database = history->file.database;
  if (!database) {
    return false;
  }
  sqlite3_stmt* const rows =
      database_query(database,
                     "SELECT " EVENT_TABLE_COLUMNS
                     " FROM event WHERE ended_at IS NULL ORDER BY raised_at",
                     "");
  bool ok = true;
  while (ok && database_next(database, rows)) {
    const Event event = event_table_read(rows);
    ok = event_book_load(book, &event);
  }
  database_done(rows);
  history->forgets_open = false;
  return ok && database_state(database) == DATABASE_OK;
}

void
watch_history_interval(WatchHistory* history,
                       const char* station,
                       const Interval* interval)
{
  history_queue_add(
      &history->queue,
      interval_row_new(station, history->settings.view, interval));
}

void
watch_history_event(WatchHistory* history, const Event* event)
{
  history_queue_set_event(&history->queue, event);
}

/// This run is noted in the file, and what earlier ones left is put in order
static bool
begin_run(WatchHistory* history)
{
  Database* const database = history->file.database;
  const double now = utc_of(wall_seconds());
  if (history->has_begun) {
    return true;
  }
  if (!database_run(database,
                    "INSERT INTO run(started_at, version) VALUES(?, ?)", "ds",
                    now, EARMARK_VERSION)) {
    return false;
  }
  history->intervals.run =
      database_integer(database, "SELECT last_insert_rowid()", 0);
  return interval_table_sum(&history->intervals, now) &&
         (!history->forgets_open ||
          database_run(database,
                       "UPDATE event SET ended_at = max(proven_at, raised_at)"
                       " WHERE ended_at IS NULL",
                       ""));
}

/// All that waits, within a transaction
static bool
write_all(WatchHistory* history)
{
  Database* const database = history->file.database;
  history->intervals.database = database;
  bool ok = begin_run(history);
  for (const IntervalRow* row = history->queue.first; ok && row;
       row = row->next) {
    ok = interval_table_write(&history->intervals, row);
  }
  for (uint32_t i = 0; ok && i < history->queue.n_events; ++i) {
    ok = event_table_write(database, &history->queue.events[i]);
  }
  for (uint32_t i = 0; ok && i < history->n_writers; ++i) {
    const HistoryWriter* const writer = &history->writers[i];
    ok = writer->write(writer->data, database);
  }
  const IntervalRow* const last = history->queue.last;
  return ok && (!last || history_limits_step(
                             database, &history->settings.limits,
                             history->queue.n, last->began_at + last->seconds));
}

/// It is written, or waits for the next time
static void
end(WatchHistory* history, bool is_kept)
{
  for (uint32_t i = 0; i < history->n_writers; ++i) {
    history->writers[i].end(history->writers[i].data, is_kept);
  }
  if (!is_kept) {
    interval_table_clear(&history->intervals);
    return;
  }
  history_queue_clear(&history->queue);
  history->has_begun = true;
}

static void
set_state(WatchHistory* history, DatabaseState state, const char* message)
{
  HistoryStatus* const status = &history->status;
  const double now = wall_seconds();
  if (status->state != state) {
    status->since = now;
  }
  status->state = state;
  status->n_failures += state != DATABASE_OK;
  history->retry = state == DATABASE_OK ? 0.0 : now + RETRY;
  snprintf(status->message, sizeof(status->message), "%s", message);
}

/// There is a file that may be written; else the state says why not
static bool
is_ready(WatchHistory* history)
{
  Error error = {""};
  if (wall_seconds() < history->retry) {
    return false;
  }
  const bool was_new = history_file_follow(&history->file);
  if (was_new) {
    interval_table_clear(&history->intervals);
    history->has_begun = false;
  }
  const DatabaseState state = history_file_open(&history->file, &error);
  if (state != DATABASE_OK) {
    set_state(history, state, error.text);
  }
  return state == DATABASE_OK;
}

void
watch_history_commit(WatchHistory* history)
{
  const bool has_something =
      history->queue.first || history->queue.n_events || history->n_writers;
  if (!has_something || !is_ready(history)) {
    return;
  }
  Database* const database = history->file.database;
  const bool is_kept = database_begin(database) && write_all(history) &&
                       database_commit(database);
  if (is_kept) {
    set_state(history, DATABASE_OK, "");
  } else {
    const DatabaseState state = database_state(database);
    set_state(history, state == DATABASE_OK ? DATABASE_FAILED : state,
              database_message(database));
    database_rollback(database);
  }
  end(history, is_kept);
  if (history->status.state == DATABASE_DAMAGED) {
    history_file_set_aside(&history->file);
  }
}

void
watch_history_close(WatchHistory* history)
{
  if (!history) {
    return;
  }
  if (history->has_begun) {
    history->retry = 0.0;
    watch_history_commit(history);
    if (history->file.database) {
      database_run(history->file.database,
                   "UPDATE run SET ended_at = ? WHERE id = ?", "di",
                   utc_of(wall_seconds()), history->intervals.run);
    }
  }
  interval_table_clear(&history->intervals);
  history_file_close(&history->file);
  history_queue_free(&history->queue);
  free(history->path);
  free(history);
}

const HistoryStatus*
watch_history_status(WatchHistory* history)
{
  HistoryStatus* const status = &history->status;
  status->bytes = history_limits_bytes(history->path);
  status->n_waiting = history->queue.n;
  status->n_lost = history->queue.n_lost;
  return status;
}

Database*
watch_history_database(WatchHistory* history)
{
  return history->file.database;
}
