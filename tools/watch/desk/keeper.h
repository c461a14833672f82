// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_KEEPER_H
#define EARMARK_KEEPER_H

#include "tools/watch/desk/log.h"
#include "tools/watch/event/event_book.h"
#include "tools/watch/history/watch_history.h"

#include <stdbool.h>

/// The history, as the desk keeps it; events of its own say how it is.  All
/// zeros keeps nothing.  For the main thread.
typedef struct {
  WatchHistory* history; ///< NULL if nothing is kept
  EventBook* book;
  Log* log;
  DatabaseState said; ///< Of the history
} Keeper;

/// Without a path nothing is kept.  Give the events of earlier runs that still
/// fire to the book, which comes to keeper_event() with what becomes of them;
/// book and log outlive it.  False with a message.
bool keeper_open(Keeper* keeper,
                 const HistorySettings* settings,
                 EventBook* book,
                 Log* log,
                 Error* error);

void keeper_close(Keeper* keeper);

void
keeper_interval(Keeper* keeper, const char* station, const Interval* interval);

void keeper_event(Keeper* keeper, const Event* event);

/// All that came is kept now, or cannot be, which is an event
void keeper_end_tick(Keeper* keeper);

#endif
