// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_DISPATCHER_H
#define EARMARK_DISPATCHER_H

#include "base/error.h"
#include "tools/watch/notice/action.h"
#include "tools/watch/notice/notice.h"
#include "tools/watch/notice/notice_report.h"

#include <stdbool.h>
#include <stdint.h>

/// What an action has done so far
typedef struct {
  uint64_t n_sent;     ///< Times that it went well
  uint64_t n_failures; ///< Times that it did not
  uint64_t n_lost;     ///< Notices that were given up
  uint32_t n_waiting;  ///< Notices
  bool is_failing;
} ActionCounters;

/**
   Sends notices in a thread of its own, each at least once: what fails is tried
   again, later and later, for a day; what is refused, five times.  Nobody waits
   for it.
*/
typedef struct Dispatcher Dispatcher;

/// `plan` outlives it.  NULL with a message.  [main]
Dispatcher* dispatcher_start(const NoticePlan* plan, Error* error);

/// Send what can be sent at once within so many seconds, and stop.  What is not
/// sent then is not reported either.  `dispatcher` may be NULL.  [main]
void dispatcher_finish(Dispatcher* dispatcher, double seconds);

/// Take what it has still to report, then free it.  `dispatcher` may be NULL.
/// [main]
void dispatcher_free(Dispatcher* dispatcher);

/// Send it.  False if memory is short.  [any]
bool dispatcher_add(Dispatcher* dispatcher, const Notice* notice);

/// Of an event that was told before: nobody is told anew, but Alertmanager
/// hears of it until it is resolved.  False if memory is short.  [any]
bool dispatcher_hold(Dispatcher* dispatcher, const Notice* notice);

/// Audio was analysed until then, monotonic.  [any]
void dispatcher_hear(Dispatcher* dispatcher, double heard);

/// What there is to be said; false for nothing.  Actions are those of the plan,
/// and the heartbeat behind them.  [any]
bool dispatcher_take(Dispatcher* dispatcher, NoticeReport* report);

/// Of an action, or of the heartbeat behind them.  [any]
ActionCounters dispatcher_counters(Dispatcher* dispatcher, uint32_t action);

/// Its name, for messages and metrics.  [any]
const char* dispatcher_action_name(const NoticePlan* plan, uint32_t action);

#endif
