// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_INTERVAL_TABLE_H
#define EARMARK_INTERVAL_TABLE_H

#include "tools/watch/history/database.h"
#include "tools/watch/history/interval_row.h"

/// What is known of a station's rows, so that it need not be looked up
typedef struct {
  char name[ADDRESS_MAX_NAME + 1];
  int64_t id;
  int64_t title; ///< Its id; 0 while there is none
  StreamTitle title_text;
  double minute;   ///< Of the last interval, since 1970; below 0: not known
  double earliest; ///< When the first that is in no minute began, or NaN
} IntervalStation;

/**
   Writes intervals, titles, and minutes, which are made of the intervals that
   are in the file.  All zeros, with its database, knows nothing yet.
*/
typedef struct {
  Database* database;
  const View* view;
  int64_t view_id; ///< 0: not known
  int64_t run;     ///< Of the program; 0: not begun
  uint32_t n_stations;
  IntervalStation* stations; ///< [n_stations]; owned
} IntervalTable;

/// What a view is known by: its groups and tags.  The caller frees it; NULL if
/// memory is short.
char* interval_table_view_text(const View* view);

/// Forget what is known, as after what was not written after all
void interval_table_clear(IntervalTable* table);

/// Within a transaction; false if it fails
bool interval_table_write(IntervalTable* table, const IntervalRow* row);

/// Within a transaction: make the minutes that are over before `now` of what
/// earlier runs left; false if it fails
bool interval_table_sum(IntervalTable* table, double now);

#endif
