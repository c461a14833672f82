// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_SNAPSHOT_H
#define EARMARK_SNAPSHOT_H

#include "base/arena.h"
#include "tools/watch/display/live_table.h"
#include "tools/watch/rules/mute.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/// A rule of a station
typedef struct {
  AlarmRule rule;
  Alarm alarm;       ///< Its rule is the one above
  uint64_t n_events; ///< Since the start
  bool is_muted;
} SnapshotRule;

/// What a station has added up since the start
typedef struct {
  double audio_seconds;
  double dropped_seconds;
} SnapshotTotals;

#define SNAPSHOT_MAX_ACTIONS 32u
#define SNAPSHOT_ACTION_SIZE (ALARM_MAX_NAME + 16u) /* With its end */

/// How an action of notices is getting on
typedef struct {
  char name[SNAPSHOT_ACTION_SIZE];
  uint64_t n_failures;
} SnapshotAction;

/// What is of no station
typedef struct {
  bool is_configuration_good; ///< As it was read last
  double history_bytes;       ///< NaN without a history
  uint64_t n_history_failures;
  uint32_t n_actions;
  SnapshotAction actions[SNAPSHOT_MAX_ACTIONS]; ///< [n_actions], by name
} SnapshotProcess;

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
  uint32_t n_mutes;
  const Mute* mutes; ///< [n_mutes]: those for a time
  SnapshotProcess process;
} Snapshot;

/// Room for up to n stations, none of which is in it yet; one share is the
/// caller's.  NULL if memory is short.
Snapshot* snapshot_new(uint64_t serial, uint32_t n);

/// Add a station as it is now.  Returns
/// it, whose totals and counts of events are 0, or NULL if memory is short.
SnapshotStation*
snapshot_add(Snapshot* snapshot, const LiveTableRow* row, const View* view);

/// Which rules are muted now, and for how long
void snapshot_set_mutes(Snapshot* snapshot, const MuteTable* mutes);

/// The station of that name, or NULL
const SnapshotStation* snapshot_find(const Snapshot* snapshot,
                                     const char* name);

/// Take another share of it, and give one back
Snapshot* snapshot_share(Snapshot* snapshot);
void snapshot_release(Snapshot* snapshot);

#endif
