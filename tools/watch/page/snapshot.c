// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/watch/page/snapshot.h"

#include "base/clock.h"
#include "tools/watch/source/utc.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

Snapshot*
snapshot_new(uint64_t serial, uint32_t n)
{
  Snapshot* const snapshot = (Snapshot*)calloc(1, sizeof(Snapshot));
  if (!snapshot) {
    return NULL;
  }
  atomic_init(&snapshot->n_shares, 1u);
  snapshot->serial = serial;
  snapshot->time = utc_of(wall_seconds());
  snapshot->arena = arena_new();
  if (snapshot->arena) {
    snapshot->stations = (SnapshotStation*)arena_alloc(snapshot->arena, n + 1u,
                                                       sizeof(SnapshotStation));
  }
  if (!snapshot->stations) {
    snapshot_release(snapshot);
    return NULL;
  }
  return snapshot;
}

static bool
copy_reading(SnapshotStation* station, const Reading* reading, Arena* arena)
{
  const size_t size = sizeof(*reading) + reading->n_tags * sizeof(float);
  void* const copy = arena_alloc(arena, 1, size);
  if (copy) {
    station->reading = (const Reading*)memcpy(copy, reading, size);
    station->lag = fmax(0.0, wall_seconds() - reading->end);
  }
  return copy;
}

static bool
copy_rules(SnapshotStation* station, const AlarmPanel* panel, Arena* arena)
{
  station->rules = (SnapshotRule*)arena_alloc(arena, panel->n + 1u,
                                              sizeof(station->rules[0]));
  for (uint32_t i = 0; station->rules && i < panel->n; ++i) {
    SnapshotRule* const rule = &station->rules[station->n_rules++];
    rule->rule = *panel->alarms[i].rule;
    rule->alarm = panel->alarms[i];
    rule->alarm.rule = &rule->rule;
  }
  return station->rules;
}

static bool
copy_said(SnapshotStation* station,
          const View* view,
          const Summary* summary,
          Arena* arena)
{
  uint32_t* const said =
      (uint32_t*)arena_alloc(arena, view->n_tags + 1u, sizeof(uint32_t));
  for (uint32_t group = 0; said && group < view->n_groups; ++group) {
    const uint32_t* tags = NULL;
    const uint32_t n = summary_tags(summary, group, &tags);
    memcpy(said + station->n_said, tags, n * sizeof(uint32_t));
    station->n_said += n;
  }
  station->said = said;
  return said;
}

SnapshotStation*
snapshot_add(Snapshot* snapshot, const LiveTableRow* row, const View* view)
{
  Arena* const arena = snapshot->arena;
  SnapshotStation* const station = &snapshot->stations[snapshot->n_stations];
  *station = (SnapshotStation){.name = arena_string(arena, row->name),
                               .status = row->status,
                               .lag = (double)NAN};
  if (!station->name || !copy_rules(station, row->panel, arena) ||
      (row->reading && !copy_reading(station, row->reading, arena)) ||
      (row->reading && !copy_said(station, view, row->summary, arena))) {
    return NULL;
  }
  ++snapshot->n_stations;
  return station;
}

void
snapshot_set_mutes(Snapshot* snapshot, const MuteTable* mutes)
{
  const uint32_t n = mute_table_n(mutes);
  Mute* const copies =
      (Mute*)arena_alloc(snapshot->arena, n + 1u, sizeof(Mute));
  for (uint32_t i = 0; copies && i < n; ++i) {
    copies[snapshot->n_mutes++] = *mute_table_at(mutes, i);
  }
  snapshot->mutes = copies;
  for (uint32_t i = 0; i < snapshot->n_stations; ++i) {
    const SnapshotStation* const station = &snapshot->stations[i];
    for (uint32_t k = 0; k < station->n_rules; ++k) {
      station->rules[k].is_muted = mute_table_covers(
          mutes, station->name, station->rules[k].rule.name, snapshot->time);
    }
  }
}

const SnapshotStation*
snapshot_find(const Snapshot* snapshot, const char* name)
{
  for (uint32_t i = 0; i < snapshot->n_stations; ++i) {
    if (!strcmp(snapshot->stations[i].name, name)) {
      return &snapshot->stations[i];
    }
  }
  return NULL;
}

Snapshot*
snapshot_share(Snapshot* snapshot)
{
  atomic_fetch_add(&snapshot->n_shares, 1u);
  return snapshot;
}

void
snapshot_release(Snapshot* snapshot)
{
  if (snapshot && atomic_fetch_sub(&snapshot->n_shares, 1u) == 1u) {
    arena_free(snapshot->arena);
    free(snapshot);
  }
}
