// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_WATCH_ACTIONS_H
#define EARMARK_WATCH_ACTIONS_H

#include "tools/commands/watch_options.h"
#include "tools/watch/config/configuration.h"

#include <stdbool.h>

/// Hide options that may hold secrets from those who list processes; they stay
/// in the arena.  False if memory is short.
bool watch_actions_hide(WatchOptions* options, Arena* arena);

/// Complete a plan: what options say takes the place of what [watch] says, and
/// the rest is as by default.  False if something is wrong, which was printed.
bool
watch_actions_plan(const WatchOptions* options, NoticePlan* plan, Arena* arena);

/// --test-action: of the first of plans[n] that has this rule
ExitStatus watch_actions_test(const NoticePlan* plan,
                              const StationPlan* stations,
                              uint32_t n,
                              const char* rule);

#endif
