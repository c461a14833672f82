// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_STATION_RECORD_H
#define EARMARK_STATION_RECORD_H

#include "tools/watch/page/recent_past.h"
#include "tools/watch/page/snapshot.h"
#include "tools/watch/source/address.h"

/// How often a rule was raised
typedef struct RuleCount {
  struct RuleCount* next;
  char rule[ALARM_MAX_NAME + 1];
  uint64_t n;
} RuleCount;

/// What is known of a station beyond the moment.  For one thread, but for its
/// past and what links it.
typedef struct StationRecord {
  struct StationRecord* next;
  char name[ADDRESS_MAX_NAME + 1];
  SnapshotTotals totals;
  RuleCount* counts;
  RecentPast past;
} StationRecord;

/// NULL if memory is short
StationRecord* station_record_new(const char* name, const View* view);

void station_record_free(StationRecord* record);

/// A rule was raised
void station_record_count(StationRecord* record, const char* rule);

/// What of it belongs into a snapshot
void station_record_fill(const StationRecord* record, SnapshotStation* station);

#endif
