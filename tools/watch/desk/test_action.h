// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_TEST_ACTION_H
#define EARMARK_TEST_ACTION_H

#include "base/error.h"
#include "tools/watch/event/event.h"
#include "tools/watch/notice/action.h"

#include <stdbool.h>

/// An event of a rule that never was, and says so
Event test_action_event(const char* station, const AlarmRule* rule);

/// Let all actions that are for a rule tell of such an event, of its beginning
/// and then of its end, and print how it went.  False, with a message if there
/// is more to say, if one of them fails, or there is none.
bool test_action_run(const NoticePlan* plan,
                     const char* station,
                     const AlarmRule* rule,
                     Error* error);

#endif
