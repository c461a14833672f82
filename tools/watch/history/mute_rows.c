// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/history/mute_rows.h"

#include <stdio.h>

bool
mute_rows_write(Database* database, const Mute* mute)
{
  return database_run(database,
                      "INSERT OR REPLACE INTO mute(station, rule, begins_at,"
                      " ends_at, who, why) VALUES(?,?,?,?,?,?)",
                      "ssddss", mute->station, mute->rule, mute->begin,
                      mute->end, mute->who, mute->why);
}

bool
mute_rows_remove(Database* database, const Mute* mute)
{
  return database_run(database,
                      "DELETE FROM mute WHERE station = ? AND rule = ?", "ss",
                      mute->station, mute->rule);
}

bool
mute_rows_read(Database* database,
               void (*take)(void* data, const Mute* mute),
               void* data)
{
  sqlite3_stmt* const rows =
      database_query(database,
                     "SELECT station, rule, begins_at, ends_at, who, why"
                     " FROM mute ORDER BY ends_at",
                     "");
  while (rows && database_next(database, rows)) {
    Mute mute = {.begin = database_column_real(rows, 2),
                 .end = database_column_real(rows, 3)};
    snprintf(mute.station, sizeof(mute.station), "%s",
             database_column_text(rows, 0));
    snprintf(mute.rule, sizeof(mute.rule), "%s", database_column_text(rows, 1));
    snprintf(mute.who, sizeof(mute.who), "%s", database_column_text(rows, 4));
    snprintf(mute.why, sizeof(mute.why), "%s", database_column_text(rows, 5));
    take(data, &mute);
  }
  return rows && database_state(database) == DATABASE_OK;
}
