// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/watch/history/history_limits.h"

#include "tools/options/path.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#define LOG_SHARE 0.02  /* Of the size, for what is written beside the file */
#define FILE_SHARE 0.95 /* Of the size, for the file */
#define USED_SHARE 0.93 /* Of the size, for what is in it */
#define SLACK 0.02      /* Of the file that may be empty */
#define MOST_LOG 1000.0 /* Pages */
#define STEP 0.01       /* Of what is too much, at least, goes in a step */
#define LEAST_ROWS 64.0 /* That go in a step, if they are due */
#define MOST_ROWS 1000.0
#define LEAST_PAGES 32.0 /* That the file shrinks by in a step */
#define MOST_PAGES 500.0
#define ROW 270.0 /* Bytes */
#define AHEAD                                                                  \
  86400.0 /* Seconds; rows from then were written by a wrong clock */

/// Rows that go together, the oldest first: those before ?2, those after ?3,
/// and all of ?1 if ?4
#define DELETE(table, filter, time)                                            \
  "DELETE FROM " table " WHERE rowid IN (SELECT rowid FROM " table filter      \
  " ORDER BY rowid LIMIT ?1) AND (" time " < ?2 OR " time " > ?3 OR ?4)"
#define ENDED " WHERE ended_at IS NOT NULL"

/// Rows as far as their numbers tell, and what one of them takes
#define WEIGH(table, bytes)                                                    \
  "SELECT " bytes " * coalesce((SELECT max(rowid) FROM " table                 \
  ") - (SELECT min(rowid) FROM " table "), 0)"

/// What the limits are about; the shares of size are those of intervals, and
/// then of all that lives as long as minutes
static const struct {
  const char* erase;
  const char* weigh;
  bool is_interval;
} tables[] = {
    {DELETE("interval", "", "began_at"), WEIGH("interval", "270"), true},
    {DELETE("minute", "", "began_at"), WEIGH("minute", "270"), false},
    {DELETE("title", "", "ended_at"), WEIGH("title", "100"), false},
    {DELETE("event", ENDED, "ended_at"), WEIGH("event", "400"), false},
};

#define N_TABLES (sizeof(tables) / sizeof(tables[0]))

void
history_limits_begin(Database* database, const HistoryLimits* limits)
{
  char text[128];
  const double page =
      (double)database_integer(database, "PRAGMA page_size", 4096);
  const double pages =
      fmin(fmax(LOG_SHARE * limits->size / page, 16.0), MOST_LOG);
  snprintf(text, sizeof(text),
           "PRAGMA wal_autocheckpoint = %.0f; PRAGMA journal_size_limit = %.0f",
           pages, pages * page);
  database_script(database, text);
}

/// The table that takes most
static size_t
find_heaviest(Database* database)
{
  size_t heaviest = 0;
  int64_t most = 0;
  for (size_t i = 0; i < N_TABLES; ++i) {
    const int64_t weight = database_integer(database, tables[i].weigh, 0);
    heaviest = weight > most ? i : heaviest;
    most = weight > most ? weight : most;
  }
  return heaviest;
}

/// Give empty pages back, some at a time
static bool
shrink(Database* database, double empty)
{
  char text[64];
  snprintf(text, sizeof(text), "PRAGMA incremental_vacuum(%.0f)",
           fmin(fmax(STEP * empty, LEAST_PAGES), MOST_PAGES));
  return database_script(database, text);
}

bool
history_limits_step(Database* database,
                    const HistoryLimits* limits,
                    uint64_t n,
                    double now)
{
  const double page =
      (double)database_integer(database, "PRAGMA page_size", 4096);
  const double pages =
      (double)database_integer(database, "PRAGMA page_count", 0);
  const double empty =
      (double)database_integer(database, "PRAGMA freelist_count", 0);
  const double over = (pages - empty) * page - USED_SHARE * limits->size;
  const size_t heaviest = over > 0.0 ? find_heaviest(database) : N_TABLES;
  const double due =
      fmin(LEAST_ROWS + 2.0 * (double)n + STEP * fmax(over, 0.0) / ROW,
           fmax(MOST_ROWS, 2.0 * (double)n));
  bool ok = true;
  for (size_t i = 0; ok && i < N_TABLES; ++i) {
    const double age =
        tables[i].is_interval ? limits->interval_age : limits->minute_age;
    ok = database_run(database, tables[i].erase, "iddi", (int64_t)due,
                      now - age, now + AHEAD, (int64_t)(i == heaviest));
  }
  const bool is_large =
      pages * page > FILE_SHARE * limits->size || empty > SLACK * pages;
  return ok && (!is_large || !(empty > 0.0) || shrink(database, empty));
}

double
history_limits_bytes(const char* path)
{
  static const char* const suffixes[] = {"", "-wal", "-shm"};
  double bytes = 0.0;
  for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); ++i) {
    char* const name = path_format("%s%s", path, suffixes[i]);
    struct stat status;
    if (name && !stat(name, &status)) {
      bytes += (double)status.st_size;
    }
    free(name);
  }
  return bytes;
}
