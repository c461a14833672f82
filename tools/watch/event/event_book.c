// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/watch/event/event_book.h"

#include "base/array.h"
#include "base/clock.h"
#include "tools/watch/source/utc.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/// An event with what it needs to go on
typedef struct {
  Event event;
  double said;       ///< Stamp when it was told last
  double calm_since; ///< Stamp, while it flaps; NaN while its alarm fires
} Record;

struct EventBook {
  EventBookFunc on_change;
  void* data;
  const MuteTable* mutes; ///< NULL for none
  uint32_t n;
  size_t room;
  Record* records; ///< [n], room for [room]
};

EventBook*
event_book_new(EventBookFunc on_change, void* data)
{
  EventBook* const book = (EventBook*)calloc(1, sizeof(EventBook));
  if (book) {
    *book = (EventBook){.on_change = on_change, .data = data};
  }
  return book;
}

void
event_book_set_mutes(EventBook* book, const MuteTable* mutes)
{
  book->mutes = mutes;
}

void
event_book_free(EventBook* book)
{
  if (book) {
    free(book->records);
    free(book);
  }
}

/// Forget the oldest of those that are over, if they are too many
static void
forget(EventBook* book)
{
  uint32_t n_over = 0;
  uint32_t oldest = book->n;
  for (uint32_t i = book->n; i-- > 0;) {
    if (!event_is_firing(&book->records[i].event)) {
      oldest = i;
      ++n_over;
    }
  }
  if (n_over > EVENT_BOOK_KEPT) {
    memmove(&book->records[oldest], &book->records[oldest + 1],
            (book->n - oldest - 1) * sizeof(Record));
    --book->n;
  }
}

/// A new record, or NULL if memory is short
static Record*
add(EventBook* book, const Event* event)
{
  forget(book);
  Record* const records =
      (Record*)array_grow(book->records, book->n, &book->room, sizeof(Record));
  if (!records) {
    return NULL;
  }
  book->records = records;
  Record* const record = &book->records[book->n++];
  *record = (Record){
      .event = *event, .said = wall_seconds(), .calm_since = (double)NAN};
  if (book->mutes && event_is_firing(event) &&
      mute_table_covers(book->mutes, event->station, event->rule,
                        utc_of(record->said))) {
    record->event.is_muted = true;
  }
  return record;
}

/// The one that fires, or NULL
static Record*
find_firing(EventBook* book, const char* station, const char* rule)
{
  for (uint32_t i = book->n; i-- > 0;) {
    const Event* const event = &book->records[i].event;
    if (event_is_firing(event) && !strcmp(event->rule, rule) &&
        !strcmp(event->station, station)) {
      return &book->records[i];
    }
  }
  return NULL;
}

static void
tell(EventBook* book, Record* record, EventChange change, double stamp)
{
  record->said = stamp;
  book->on_change(book->data, &record->event, change);
}

/// It ends when it was last seen to hold
static void
resolve(EventBook* book, Record* record, double stamp)
{
  Event* const event = &record->event;
  event->ended_at = fmax(event->proven_at, event->raised_at);
  tell(book, record, EVENT_RESOLVED, stamp);
}

/// What its alarm has seen since
static void
look(Record* record, const Alarm* alarm)
{
  Event* const event = &record->event;
  if (isfinite(alarm->proven)) {
    event->proven_at = utc_of(alarm->proven);
  }
  if (alarm->is_firing) {
    event->worst = measure_traits(event->measure)->is_above
                       ? fmax(event->worst, alarm->worst)
                       : fmin(event->worst, alarm->worst);
  }
}

bool
event_book_load(EventBook* book, const Event* event)
{
  return add(book, event);
}

/// The alarm that an event is of, or NULL
static Alarm*
find_alarm(const AlarmPanel* panel, const Event* event)
{
  for (uint32_t i = 0; i < panel->n; ++i) {
    const AlarmRule* const rule = panel->alarms[i].rule;
    if (!strcmp(rule->name, event->rule) && rule->measure == event->measure) {
      return &panel->alarms[i];
    }
  }
  return NULL;
}

void
event_book_begin(EventBook* book, const char* station, AlarmPanel* panel)
{
  for (uint32_t i = 0; i < book->n; ++i) {
    Record* const record = &book->records[i];
    const Event* const event = &record->event;
    if (!event_is_firing(event) || strcmp(event->station, station) != 0) {
      continue;
    }
    Alarm* const alarm = find_alarm(panel, event);
    const bool is_calm = !isnan(record->calm_since);
    if (!alarm || (is_calm && !alarm->is_firing && !alarm->n_changes)) {
      resolve(book, record, wall_seconds()); // Another rule knows of no flaps
    } else if (!alarm->is_firing && !is_calm) {
      alarm_restore(alarm, event->started_at - utc_of(0.0), event->worst);
    }
  }
}

void
event_book_change(EventBook* book,
                  const char* station,
                  const Alarm* alarm,
                  AlarmChange change,
                  double stamp)
{
  Record* record = find_firing(book, station, alarm->rule->name);
  if (record) {
    look(record, alarm);
  }
  if (change == ALARM_CLEARED && record && record->event.is_flapping) {
    record->calm_since = stamp;
  } else if (change == ALARM_CLEARED && record) {
    resolve(book, record, stamp);
  } else if (change == ALARM_RAISED && record) { // It flaps
    ++record->event.n_raised;
    record->calm_since = (double)NAN;
  } else if (change == ALARM_RAISED) {
    Event event = event_of(station, alarm, stamp);
    event.is_flapping = alarm_is_flapping(alarm, stamp);
    record = add(book, &event);
    if (record) {
      tell(book, record, EVENT_RAISED, stamp);
    }
  }
}

void
event_book_follow(EventBook* book,
                  const char* station,
                  const Alarm* alarm,
                  double now)
{
  const AlarmRule* const rule = alarm->rule;
  Record* const record = alarm->is_firing || alarm->n_changes
                             ? find_firing(book, station, rule->name)
                             : NULL;
  if (!record) {
    return;
  }
  look(record, alarm);
  if (now > record->calm_since + rule->flap_span) {
    resolve(book, record, now);
  } else if (rule->repeat > 0.0 && alarm->is_firing &&
             alarm->proven >= record->said + rule->repeat) {
    tell(book, record, EVENT_REPEATED, now);
  }
}

void
event_book_end(EventBook* book, const char* station)
{
  for (uint32_t i = 0; i < book->n; ++i) {
    Record* const record = &book->records[i];
    if (event_is_firing(&record->event) &&
        !strcmp(record->event.station, station)) {
      resolve(book, record, wall_seconds());
    }
  }
}

void
event_book_say(EventBook* book,
               const char* station,
               const char* rule,
               bool is_firing,
               double value,
               double limit)
{
  const double now = wall_seconds();
  Record* record = find_firing(book, station, rule);
  if (record) {
    record->event.proven_at = utc_of(now);
    record->event.worst = fmax(record->event.worst, value);
    if (!is_firing) {
      resolve(book, record, now);
    }
  } else if (is_firing) {
    const Event event = event_of_system(station, rule, value, limit, now);
    record = add(book, &event);
    if (record) {
      tell(book, record, EVENT_RAISED, now);
    }
  }
}

uint32_t
event_book_n(const EventBook* book)
{
  return book->n;
}

const Event*
event_book_at(const EventBook* book, uint32_t i)
{
  return &book->records[i].event;
}

Event*
event_book_find(EventBook* book, const char* id)
{
  for (uint32_t i = book->n; i-- > 0;) {
    if (!strcmp(book->records[i].event.id, id)) {
      return &book->records[i].event;
    }
  }
  return NULL;
}

void
event_book_tell(EventBook* book, const Event* event, EventChange change)
{
  book->on_change(book->data, event, change);
}
