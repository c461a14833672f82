// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// A history of a station's intervals in a file of its own, for the tests here

#ifndef EARMARK_HISTORY_TRIAL_H
#define EARMARK_HISTORY_TRIAL_H

#include "tools/watch/history/watch_history.h"

#include "base/clock.h"
#include "tools/watch/source/utc.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PAUSE 1.1 /* Seconds after which it is tried again */

static char path[] = "/tmp/earmark-history-XXXXXX";
static const Tag tags[] = {
    {.name = "music", .symbol = "music", .group = "c"},
    {.name = "speech", .symbol = "speech", .group = "c"},
    {.name = "rock", .symbol = "rock", .group = "genre"}};
static const View view = {.n_tags = 3, .tags = tags};

static HistoryLimits limits = {7 * 86400.0, 366 * 86400.0, 1e9};

static inline WatchHistory*
begin(void)
{
  Error error = {""};
  const HistorySettings settings = {
      .path = path, .view = &view, .limits = limits};
  WatchHistory* const history = watch_history_open(&settings, &error);
  assert(history);
  return history;
}

static inline void
clear(void)
{
  char name[64];
  static const char* const suffixes[] = {"", "-wal", "-shm"};
  for (int i = 0; i < 3; ++i) {
    snprintf(name, sizeof(name), "%s%s", path, suffixes[i]);
    unlink(name);
  }
}

/// A number of another who reads
static inline double
look(const char* sql)
{
  DatabaseState state = DATABASE_OK;
  Error error = {""};
  Database* const database = database_open(path, true, &state, &error);
  assert(database);
  sqlite3_stmt* const row = database_query(database, sql, "");
  const double value =
      database_next(database, row) ? database_column_real(row, 0) : (double)NAN;
  database_close(database);
  return value;
}

static inline void
expect(const char* sql, double wanted)
{
  const double found = look(sql);
  if (!(fabs(found - wanted) < 1e-6)) {
    fprintf(stderr, "%s: %g, not %g\n", sql, found, wanted);
    abort();
  }
}

/// Of 5 seconds, from a time in UTC on; the loudness of an even one is -20, of
/// an odd one -30 LUFS
static inline void
add(WatchHistory* history,
    const char* station,
    uint64_t n,
    double at,
    const char* title)
{
  Reading* const reading = reading_new(3);
  const double stamp = at - utc_of(0.0);
  const float values[3] = {1.0f, 0.0f, (float)(n % 2)};
  assert(reading);
  reading->seconds = 5.0;
  reading->loudness.short_term = n % 2 ? -30.0 : -20.0;
  snprintf(reading->title.text, sizeof(reading->title.text), "%s", title);
  reading_add_tags(reading, values);
  const Interval interval = {.sequence = n,
                             .begin = stamp,
                             .end = stamp + 5.0,
                             .status = {.state = SOURCE_LIVE},
                             .reading = *title == '!' ? NULL : reading};
  watch_history_interval(history, station, &interval);
  free(reading);
}

static inline Event
event_at(double utc)
{
  return event_of_system("one", "silence", -70.0, -50.0, utc - utc_of(0.0));
}

#endif
