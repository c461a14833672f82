// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/history/event_table.h"

#include <stdio.h>

bool
event_table_write(Database* database, const Event* event)
{
  const MeasureTraits* const traits =
      event->measure != MEASURE_N ? measure_traits(event->measure) : NULL;
  return database_run(
      database,
      "INSERT INTO event(" EVENT_TABLE_COLUMNS ", unit)"
      " VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT(id) DO UPDATE"
      " SET measure = excluded.measure, proven_at = excluded.proven_at,"
      " ended_at = excluded.ended_at, worst = excluded.worst,"
      " times_raised = excluded.times_raised,"
      " is_flapping = excluded.is_flapping, is_muted = excluded.is_muted,"
      " is_acknowledged = excluded.is_acknowledged, clip = excluded.clip",
      "ssssdddddddiiiiiss", event->id, event->station, event->rule,
      traits ? traits->name : NULL, event->started_at, event->raised_at,
      event->proven_at, event->ended_at, event->value, event->worst,
      event->limit, (int64_t)event->n_raised, (int64_t)event->is_flapping,
      (int64_t)event->is_muted, (int64_t)event->is_acknowledged,
      (int64_t)event->is_test, event->clip[0] ? event->clip : NULL,
      traits && *traits->unit ? traits->unit : NULL);
}

Event
event_table_read(sqlite3_stmt* row)
{
  Event event = {.measure = measure_find(database_column_text(row, 3)),
                 .started_at = database_column_real(row, 4),
                 .raised_at = database_column_real(row, 5),
                 .proven_at = database_column_real(row, 6),
                 .ended_at = database_column_real(row, 7),
                 .value = database_column_real(row, 8),
                 .worst = database_column_real(row, 9),
                 .limit = database_column_real(row, 10),
                 .n_raised = (uint32_t)sqlite3_column_int64(row, 11),
                 .is_flapping = sqlite3_column_int(row, 12),
                 .is_muted = sqlite3_column_int(row, 13),
                 .is_acknowledged = sqlite3_column_int(row, 14),
                 .is_test = sqlite3_column_int(row, 15)};
  snprintf(event.id, sizeof(event.id), "%s", database_column_text(row, 0));
  snprintf(event.station, sizeof(event.station), "%s",
           database_column_text(row, 1));
  snprintf(event.rule, sizeof(event.rule), "%s", database_column_text(row, 2));
  snprintf(event.clip, sizeof(event.clip), "%s", database_column_text(row, 16));
  return event;
}
