// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_ROSTER_H
#define EARMARK_ROSTER_H

#include "base/error.h"
#include "tools/watch/config/configuration.h"
#include "tools/watch/desk/log.h"
#include "tools/watch/desk/watcher.h"

#include <stdbool.h>
#include <stdint.h>

/// What all on it share; outlives it
typedef struct {
  StationShare share;
  double seconds; ///< Length of an interval
  Log* log;
  EventBook* book;
  WatcherOutput output;
} RosterSettings;

/// How many stations a plan changed
typedef struct {
  uint32_t n_added;
  uint32_t n_removed;
  uint32_t n_restarted; ///< Their sources, as these have changed
  uint32_t n_rules;     ///< With other rules, and nothing else
} RosterChanges;

/// Who is watched, in the order of the configuration.  All zeros, with its
/// settings, is nobody.  For the main thread.
typedef struct {
  RosterSettings settings;
  uint32_t n;
  Watcher** watchers; ///< [n]; each stays where it is while it is on the roster
  uint32_t n_retired;
  Station** retired; ///< [n_retired] let go, whose threads may still run
  uint32_t n_started;
} Roster;

/**
   From now on these stations[n] are watched, by these rules.  What is as it was
   goes on: sources, holds, alarms, numbers of intervals.  Nothing of the plans
   is kept.  False with a message if something could not be started: then all
   else is done, and what was watched in its place goes on.
*/
bool roster_plan(Roster* roster,
                 const StationPlan* plans,
                 uint32_t n,
                 RosterChanges* changes,
                 Error* error);

/// Say what is new of all; returns whether there is more to come
bool roster_tick(Roster* roster);

uint32_t roster_count_live(const Roster* roster);

/// Where the audio ends that was analysed last of any, monotonic; 0 for none
double roster_heard(const Roster* roster);

/// Stop all and say what is left of them.  False if a source could not be read
/// at all.
bool roster_finish(Roster* roster);

#endif
