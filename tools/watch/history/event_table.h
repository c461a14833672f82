// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_EVENT_TABLE_H
#define EARMARK_EVENT_TABLE_H

#include "tools/watch/event/event.h"
#include "tools/watch/history/database.h"

#include <stdbool.h>

#define EVENT_TABLE_COLUMNS                                                    \
  "id, station, rule, measure, started_at, raised_at, proven_at, ended_at,"    \
  " value, worst, limit_value, times_raised, is_flapping, is_muted,"           \
  " is_acknowledged, is_test, clip"

#define EVENT_TABLE_N 17 /* Columns */

/// Write an event as it is now, in place of what was known of it.  Within a
/// transaction; false if it fails.
bool event_table_write(Database* database, const Event* event);

/// An event of a row of EVENT_TABLE_COLUMNS
Event event_table_read(sqlite3_stmt* row);

#endif
