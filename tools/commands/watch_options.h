// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_WATCH_OPTIONS_H
#define EARMARK_WATCH_OPTIONS_H

#include "tools/options/command_line.h"
#include "tools/watch/config/watch_section.h"

#include <stdbool.h>

#define WATCH_COMMAND "watch"

/// Options of the command
typedef struct {
  const char* config; ///< Path; NULL for none
  const char* check;  ///< Path of a configuration to try recordings on, or NULL
  bool checks_config; ///< And does nothing else
  const char* test_action; ///< A rule whose actions are tried, or NULL
  const char* run;         ///< Actions and more of [watch], as they are there;
  const char* post;        ///< each NULL or a text
  const char* alertmanager;
  const char* heartbeat;
  bool is_json;
  bool has_all_tags;
  bool has_true_peak;
  bool loops;
  WatchPlan plan; ///< What it says of that
  NetworkOptions network;
} WatchOptions;

/// Read them, and the sources.  False if there is no more to do than to end
/// with `status`.
bool watch_options_parse(WatchOptions* options,
                         int argc,
                         char** argv,
                         Arguments* arguments,
                         ExitStatus* status);

#endif
