// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_CONFIGURATION_H
#define EARMARK_CONFIGURATION_H

#include "base/arena.h"
#include "model/network.h"
#include "tools/watch/config/complaints.h"
#include "tools/watch/config/watch_section.h"
#include "tools/watch/rules/alarm.h"
#include "tools/watch/rules/mute.h"
#include "tools/watch/rules/profile.h"
#include "tools/watch/station/station.h"

#include <stdbool.h>
#include <stdint.h>

/// A station with its rules
typedef struct {
  StationSettings settings;
  Profile profile;
  uint32_t n_rules;
  AlarmRule* rules; ///< [n_rules]
} StationPlan;

/// A rule as it is written, and which stations it is for
typedef struct {
  AlarmRule rule;
  uint32_t line;
  const char* stations; ///< Names, with commas between; NULL for all
} RulePlan;

/// All that is to be watched; its memory is in an arena
typedef struct {
  WatchPlan watch;
  uint32_t n_stations;
  StationPlan* stations; ///< [n_stations]
  uint32_t n_rules;
  RulePlan* rules; ///< [n_rules]
  uint32_t n_mutes;
  WeeklyMute* mutes; ///< [n_mutes]
} Configuration;

/// Read a file.  False if anything is wrong with it: then all of that is in
/// `complaints`.
bool configuration_read(Configuration* configuration,
                        const View* view,
                        Arena* arena,
                        Complaints* complaints);

/// Is there anything to watch?  Complains if not.
bool configuration_has_stations(const Configuration* configuration,
                                Complaints* complaints);

/// Give a station its rules: those of its profile and those of the
/// configuration that are for it, which come before others of their name. False
/// if memory is short.
bool configuration_plan_rules(const Configuration* configuration,
                              StationPlan* plan,
                              const View* view,
                              Arena* arena);

#endif
