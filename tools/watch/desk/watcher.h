// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_WATCHER_H
#define EARMARK_WATCHER_H

#include "base/error.h"
#include "tools/watch/config/configuration.h"
#include "tools/watch/desk/log.h"
#include "tools/watch/event/event_book.h"
#include "tools/watch/rules/alarm_panel.h"
#include "tools/watch/station/interval.h"
#include "tools/watch/station/station.h"

#include <stdbool.h>

typedef struct Watcher Watcher;

/// Takes what is said of a station
typedef void (*WatcherFunc)(void* data,
                            const Watcher* watcher,
                            const Interval* interval);

/// Where a watcher says what it has to say
typedef struct {
  WatcherFunc on_interval;
  void* data;
} WatcherOutput;

/// A station, as the desk follows it.  For one thread.
struct Watcher {
  Station* station;
  const char* name;
  Log* log;
  EventBook* book;
  double followed; ///< When the book was, monotonic
  AlarmPanel panel;
  IntervalMaker maker;
  SourceStatus status; ///< As it was logged
  Reading* newest;     ///< Moment; owned
  Summary* summary;    ///< What is worth saying of it; owned
  bool has_newest;     ///< It is of now
  bool is_done;        ///< Nothing more comes
};

/// Begin to watch; `seconds` is the length of an interval; share, log and
/// book outlive it.  False with a message; watcher_clear() is due in any case.
bool watcher_start(Watcher* watcher,
                   const StationPlan* plan,
                   const StationShare* share,
                   double seconds,
                   uint32_t seed,
                   Log* log,
                   EventBook* book,
                   Error* error);

/// Watch another station from now on (NULL: none), and say what there is of
/// the one before, which is returned: the caller's.  Alarms and the numbers of
/// intervals go on.
Station* watcher_turn_to(Watcher* watcher,
                         Station* station,
                         const WatcherOutput* output);

/// Say what is new
void watcher_tick(Watcher* watcher, const WatcherOutput* output);

/// After station_stop(): say all that is left
void watcher_finish(Watcher* watcher, const WatcherOutput* output);

void watcher_clear(Watcher* watcher);

#endif
