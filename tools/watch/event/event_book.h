// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_EVENT_BOOK_H
#define EARMARK_EVENT_BOOK_H

#include "tools/watch/event/event.h"
#include "tools/watch/rules/alarm_panel.h"
#include "tools/watch/rules/mute.h"

#include <stdbool.h>
#include <stdint.h>

#define EVENT_BOOK_KEPT 500u /* Events that are over, and still known */

/// Something became of an event.  The callee may not change the book.
typedef void (*EventBookFunc)(void* data,
                              const Event* event,
                              EventChange change);

/**
   The events of all stations: those that fire, and the last that are over.

   An alarm that is raised begins an event, and one that is cleared ends it, but
   where its rule takes it for flapping: then the event goes on until the alarm
   was clear for the span of that.  Events of an earlier run that still fired
   then go on under their ids.  For one thread.
*/
typedef struct EventBook EventBook;

/// NULL if memory is short
EventBook* event_book_new(EventBookFunc on_change, void* data);

/// Events that begin are marked as muted by a table, which outlives the book
void event_book_set_mutes(EventBook* book, const MuteTable* mutes);

/// `book` may be NULL
void event_book_free(EventBook* book);

/// An event of an earlier run; one that fires waits for its station.  False if
/// memory is short.
bool event_book_load(EventBook* book, const Event* event);

/// A station begins to be watched, or has other rules: alarms that know nothing
/// of the events that fire go on with them.  Those that no alarm is for end.
void event_book_begin(EventBook* book, const char* station, AlarmPanel* panel);

/// An alarm was raised or cleared at that stamp
void event_book_change(EventBook* book,
                       const char* station,
                       const Alarm* alarm,
                       AlarmChange change,
                       double stamp);

/// What time brings: to be called about once a second for each alarm
void event_book_follow(EventBook* book,
                       const char* station,
                       const Alarm* alarm,
                       double now);

/// A station is not watched any more: its events end when they were last seen
/// to hold
void event_book_end(EventBook* book, const char* station);

/// About the program itself ("" as station), or what no rule tells of a
/// station: the event of that name begins, or goes on, with a value, or ends.
/// Numbers that say nothing are NaN.
void event_book_say(EventBook* book,
                    const char* station,
                    const char* rule,
                    bool is_firing,
                    double value,
                    double limit);

/// How many there are, and one of them, in the order in which they were raised;
/// valid until the book changes
uint32_t event_book_n(const EventBook* book);
const Event* event_book_at(const EventBook* book, uint32_t i);

/// By its id, or NULL; what is changed of it must be told by event_book_tell()
Event* event_book_find(EventBook* book, const char* id);

/// Tell what was changed of an event of the book
void event_book_tell(EventBook* book, const Event* event, EventChange change);

#endif
