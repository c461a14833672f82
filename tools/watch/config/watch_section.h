// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_WATCH_SECTION_H
#define EARMARK_WATCH_SECTION_H

#include "base/arena.h"
#include "tools/watch/clip/clips.h"
#include "tools/watch/config/complaints.h"
#include "tools/watch/config/ini_file.h"
#include "tools/watch/notice/action.h"

#include <stdint.h>

/// What is kept of what was, and for how long
typedef struct {
  const char* path;    ///< Of the file
  double interval_age; ///< Seconds for which intervals are kept
  double minute_age;   ///< Seconds for which minutes and events are kept
  double size;         ///< Bytes
} HistoryPlan;

/// What holds for all stations: [watch] of a configuration, or options of the
/// command, which count more.  Texts are NULL, and numbers 0, where nothing was
/// said.
typedef struct {
  HistoryPlan history;      ///< Without a path: none
  double interval;          ///< Seconds that a line is about
  ClipPlan clips;           ///< Without a folder: none
  const char* listen;       ///< "ADDRESS:PORT" of the page; NULL for none
  const char* token_file;   ///< Path; NULL for none
  const char* public_url;   ///< Where people find the page; NULL for there
  const char* metrics_tags; ///< Names, with commas between; NULL for none
  NoticePlan notices;       ///< With the actions of rules
  const char* osc;          ///< As osc_target.h has it; NULL for none
  uint64_t digest;          ///< Of it and of actions, to see what has changed
} WatchPlan;

/// Read the section [watch]; its texts are in the arena
void watch_section_read(const IniSection* section,
                        WatchPlan* plan,
                        Arena* arena,
                        Complaints* complaints);

/// The actions of a rule are part of the digest
void watch_section_add_rule(WatchPlan* plan, const IniSection* rule);

#endif
