// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_ANNOUNCER_H
#define EARMARK_ANNOUNCER_H

#include "base/error.h"
#include "tools/watch/desk/log.h"
#include "tools/watch/event/event_book.h"
#include "tools/watch/history/watch_history.h"
#include "tools/watch/notice/dispatcher.h"

/**
   Makes notices of events, by the actions of a plan, and says in the log, and
   by events, how they are getting on.  For the main thread.
*/
typedef struct Announcer Announcer;

/// Plan and log outlive it.  NULL with a message.
Announcer* announcer_new(const NoticePlan* plan, Log* log, Error* error);

/// Notices wait in the file of a history, which writes until
/// announcer_finish(); those of earlier runs are sent now, and events of the
/// book that fire count as told.  False if memory is short.
bool announcer_keep(Announcer* announcer,
                    WatchHistory* history,
                    const EventBook* book);

/// Send what can be sent within a few seconds, and stop
void announcer_finish(Announcer* announcer);

/// Free it, once the history is closed.  `announcer` may be NULL.
void announcer_free(Announcer* announcer);

/// Something became of an event: those who shall know will be told at the end
/// of this tick
void
announcer_event(Announcer* announcer, const Event* event, EventChange change);

/// How notices are getting on, as events of the book: before the tick is saved
void announcer_follow(Announcer* announcer, EventBook* book);

/// All that happened in this tick is safe now
void announcer_end_tick(Announcer* announcer);

/// Audio was analysed until then, monotonic
void announcer_hear(Announcer* announcer, double heard);

/// For who shows its counters
Dispatcher* announcer_dispatcher(Announcer* announcer);

#endif
