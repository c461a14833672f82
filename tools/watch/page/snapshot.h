// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_SNAPSHOT_H
#define EARMARK_SNAPSHOT_H

#include "base/arena.h"
#include "tools/watch/display/live_table.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/// A rule of a station
typedef struct {
  AlarmRule rule;
  Alarm alarm;       ///< Its rule is the one above
  uint64_t n_events; ///< Since the start
} SnapshotRule;

/// What a station has added up since the start
typedef struct {
  double audio_seconds;
  double dropped_seconds;
} SnapshotTotals;

/// A station
typedef struct {
  const char* name;
  SourceStatus status;
  const Reading* reading; ///< The newest moment; NULL if there is none now
  double lag;             ///< Seconds since that ended; NaN without it
  SnapshotTotals totals;
  uint32_t n_said;
  const uint32_t* said; ///< [n_said]: tags worth saying, group by group
  uint32_t n_rules;
  SnapshotRule* rules; ///< [n_rules]
} SnapshotStation;

/**
   All stations at a moment.  Written once by the main thread; then it does not
   change, and any thread that has a share in it may read it.
*/
typedef struct {
  atomic_uint n_shares;
  Arena* arena;
  uint64_t serial; ///< Rises by each
  double time;     ///< UTC, seconds since 1970
  uint32_t n_stations;
  SnapshotStation* stations; ///< [n_stations]
} Snapshot;

/// Room for up to n stations, none of which is in it yet; one share is the
/// caller's.  NULL if memory is short.
Snapshot* snapshot_new(uint64_t serial, uint32_t n);

/// Add a station as it is now.  Returns
/// it, whose totals and counts of events are 0, or NULL if memory is short.
SnapshotStation*
snapshot_add(Snapshot* snapshot, const LiveTableRow* row, const View* view);

/// The station of that name, or NULL
const SnapshotStation* snapshot_find(const Snapshot* snapshot,
                                     const char* name);

/// Take another share of it, and give one back
Snapshot* snapshot_share(Snapshot* snapshot);
void snapshot_release(Snapshot* snapshot);

#endif
