// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/page/station_record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

StationRecord*
station_record_new(const char* name, const View* view)
{
  StationRecord* const record =
      (StationRecord*)calloc(1, sizeof(StationRecord));
  if (!record) {
    return NULL;
  }
  snprintf(record->name, sizeof(record->name), "%s", name);
  if (!recent_past_init(&record->past, view->n_tags)) {
    station_record_free(record);
    return NULL;
  }
  return record;
}

void
station_record_free(StationRecord* record)
{
  while (record->counts) {
    RuleCount* const next = record->counts->next;
    free(record->counts);
    record->counts = next;
  }
  recent_past_clear(&record->past);
  free(record);
}

static RuleCount*
find_count(const StationRecord* record, const char* rule)
{
  RuleCount* count = record->counts;
  while (count && strcmp(count->rule, rule) != 0) {
    count = count->next;
  }
  return count;
}

void
station_record_count(StationRecord* record, const char* rule)
{
  RuleCount* count = find_count(record, rule);
  if (!count) {
    count = (RuleCount*)calloc(1, sizeof(RuleCount));
    if (!count) {
      return;
    }
    snprintf(count->rule, sizeof(count->rule), "%s", rule);
    count->next = record->counts;
    record->counts = count;
  }
  ++count->n;
}

void
station_record_fill(const StationRecord* record, SnapshotStation* station)
{
  station->totals = record->totals;
  for (uint32_t i = 0; i < station->n_rules; ++i) {
    const RuleCount* const count =
        find_count(record, station->rules[i].rule.name);
    station->rules[i].n_events = count ? count->n : 0;
  }
}
