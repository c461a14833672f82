// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_DESK_H
#define EARMARK_DESK_H

#include "base/error.h"
#include "tools/watch/config/configuration.h"

#include <stdbool.h>
#include <stdint.h>

/// What to watch and how to say it; outlives the desk
typedef struct {
  const char* config;          ///< Path, read again at SIGHUP; NULL for none
  WatchPlan watch;             ///< With an interval
  const StationPlan* stations; ///< [n_stations]; for desk_run() alone
  uint32_t n_stations;
  const WeeklyMute* mutes; ///< [n_mutes]; for desk_run() alone
  uint32_t n_mutes;
  const Network* network;
  const View* view;
  float memory;      ///< Seconds that updates look back; 0: the network's own
  bool is_table;     ///< On a terminal: a table, not lines of JSON
  bool has_all_tags; ///< Not only those that are worth saying
} DeskSettings;

/**
   Watch until a signal ends it (SIGINT, SIGTERM) or all sources have ended.
   SIGHUP reads the configuration again; without one, it ends, too.  Signals are
   blocked from then on, for the whole process.  False with a message if it
   could not begin or a source could not be read at all.
*/
bool desk_run(const DeskSettings* settings, Error* error);

#endif
