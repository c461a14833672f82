// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// Events begin and end once, go on in another run, and are one while they flap

#define _POSIX_C_SOURCE 200809L
#undef NDEBUG

#include "tools/watch/event/event_book.h"

#include "base/clock.h"
#include "tests/support/run.h"
#include "tools/watch/source/utc.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define STATION "one"
#define LOUD (-20.0)
#define QUIET (-70.0)

/// A station with one alarm, and what was told of it
typedef struct {
  AlarmRule rule;
  Alarm alarm;
  AlarmPanel panel;
  EventBook* book;
  double now; ///< Stamp
  int n[EVENT_RESOLVED + 1];
  Event last;
} Play;

static void
on_change(void* data, const Event* event, EventChange change)
{
  Play* const play = (Play*)data;
  ++play->n[change];
  play->last = *event;
}

static void
begin(Play* play)
{
  *play = (Play){.rule = alarm_rule_default(MEASURE_SILENCE),
                 .book = event_book_new(on_change, play),
                 .now = wall_seconds() - 10000.0};
  assert(play->book);
  play->alarm = alarm_new(&play->rule);
  play->panel = (AlarmPanel){.n = 1, .alarms = &play->alarm};
}

/// Seconds of a value, each of which the book is told of
static void
hear(Play* play, double value, int seconds)
{
  for (int i = 0; i < seconds; ++i) {
    const AlarmChange change = alarm_step(&play->alarm, value, 1.0, play->now);
    play->now += 1.0;
    if (change != ALARM_SAME) {
      event_book_change(play->book, STATION, &play->alarm, change, play->now);
    }
    event_book_follow(play->book, STATION, &play->alarm, play->now);
  }
}

static void
test_one(void)
{
  Play play;
  begin(&play);
  const double silent = utc_of(play.now + 5.0);
  hear(&play, LOUD, 5);
  hear(&play, QUIET, 40);
  assert(play.n[EVENT_RAISED] == 1 && event_is_firing(&play.last));
  assert(fabs(play.last.started_at - silent) < 0.01);
  assert(fabs(play.last.raised_at - silent - 20.0) < 0.01);
  hear(&play, (double)NAN, 60); // The stream is gone
  hear(&play, QUIET - 1.0, 10);
  hear(&play, LOUD, 30);
  assert(play.n[EVENT_RAISED] == 1 && play.n[EVENT_RESOLVED] == 1);
  assert(fabs(play.last.ended_at - silent - 110.0) < 0.01);
  assert(fabs(play.last.worst - QUIET + 1.0) < 0.01);
  assert(!play.n[EVENT_REPEATED] && event_book_n(play.book) == 1);
  event_book_free(play.book);
}

/// An hour about the limit: one, its end, one for all the rest, and its end
static void
test_flap(void)
{
  Play play;
  begin(&play);
  play.rule.flaps = 3;
  play.rule.flap_span = 900.0;
  for (int i = 0; i < 60; ++i) {
    hear(&play, QUIET, 30);
    assert(play.n[EVENT_RAISED] == (i ? 2 : 1));
    hear(&play, LOUD, 30);
    assert(play.n[EVENT_RESOLVED] == 1);
  }
  assert(play.last.is_flapping);
  hear(&play, LOUD, 860);
  assert(play.n[EVENT_RESOLVED] == 1);
  hear(&play, LOUD, 30);
  assert(play.n[EVENT_RAISED] == 2 && play.n[EVENT_RESOLVED] == 2);
  assert(play.last.is_flapping && play.last.n_raised == 59);
  hear(&play, QUIET, 30);
  assert(play.n[EVENT_RAISED] == 3 && !play.last.is_flapping);
  event_book_free(play.book);
}

/// One that is calm ends where its rule is replaced by one that was never
/// raised
static void
test_calm(void)
{
  Play play;
  begin(&play);
  play.rule.flaps = 3;
  play.rule.flap_span = 900.0;
  for (int i = 0; i < 5; ++i) {
    hear(&play, QUIET, 25);
    hear(&play, LOUD, 10);
  }
  assert(event_is_firing(&play.last) && play.last.is_flapping);
  const int n_resolved = play.n[EVENT_RESOLVED];
  event_book_begin(play.book, STATION, &play.panel); // As it was
  assert(play.n[EVENT_RESOLVED] == n_resolved);
  play.alarm = alarm_new(&play.rule);
  event_book_begin(play.book, STATION, &play.panel);
  assert(play.n[EVENT_RESOLVED] == n_resolved + 1);
  assert(!event_is_firing(&play.last) && !play.alarm.is_firing);
  event_book_free(play.book);
}

static void
test_repeat(void)
{
  Play play;
  begin(&play);
  play.rule.repeat = 600.0;
  hear(&play, QUIET, 20 + 1799);
  assert(play.n[EVENT_REPEATED] == 2);
  hear(&play, (double)NAN, 3600); // Nobody knows whether it does
  assert(play.n[EVENT_REPEATED] == 2);
  hear(&play, QUIET, 2);
  assert(play.n[EVENT_REPEATED] == 3 && play.n[EVENT_RAISED] == 1);
  event_book_free(play.book);
}

/// What fired when the program was killed
static Event
killed(void)
{
  Play play;
  begin(&play);
  hear(&play, QUIET, 100);
  assert(play.n[EVENT_RAISED] == 1);
  const Event event = *event_book_at(play.book, 0);
  event_book_free(play.book);
  return event;
}

static void
test_again(void)
{
  const Event event = killed();
  for (int still = 0; still < 2; ++still) {
    Play play;
    begin(&play);
    play.now += 300.0;
    assert(event_book_load(play.book, &event));
    event_book_begin(play.book, STATION, &play.panel);
    hear(&play, (double)NAN, 100);
    assert(!play.n[EVENT_RESOLVED] && play.alarm.is_firing);
    hear(&play, QUIET, still * 30);
    hear(&play, LOUD, 10);
    assert(!play.n[EVENT_RAISED] && play.n[EVENT_RESOLVED] == 1);
    assert(!strcmp(play.last.id, event.id));
    assert(still ? fabs(play.last.ended_at - utc_of(play.now) + 10.0) < 0.01
                 : fabs(play.last.ended_at - event.proven_at) < 0.01);
    event_book_free(play.book);
  }
}

/// The rule is no more, or looks at something else; the station is no more
static void
test_gone(void)
{
  const Event event = killed();
  for (int i = 0; i < 3; ++i) {
    Play play;
    begin(&play);
    assert(event_book_load(play.book, &event));
    if (i == 0) {
      snprintf(play.rule.name, sizeof(play.rule.name), "other");
    } else if (i == 1) {
      play.rule.measure = MEASURE_DOWN;
    }
    if (i < 2) {
      event_book_begin(play.book, STATION, &play.panel);
    } else {
      event_book_end(play.book, "two");
      assert(!play.n[EVENT_RESOLVED]);
      event_book_end(play.book, STATION);
    }
    assert(play.n[EVENT_RESOLVED] == 1 && !play.alarm.is_firing);
    assert(fabs(play.last.ended_at - event.proven_at) < 0.01);
    event_book_free(play.book);
  }
}

static void
test_system(void)
{
  Play play;
  begin(&play);
  event_book_say(play.book, "", "history", false, 1.0, (double)NAN);
  assert(!event_book_n(play.book));
  event_book_say(play.book, "", "history", true, 1.0, (double)NAN);
  event_book_say(play.book, "", "history", true, 5.0, (double)NAN);
  assert(play.n[EVENT_RAISED] == 1 && event_book_n(play.book) == 1);
  event_book_say(play.book, "", "history", false, (double)NAN, (double)NAN);
  assert(play.n[EVENT_RESOLVED] == 1 && fabs(play.last.worst - 5.0) < 1e-9);
  json_t* const line = event_line(&play.last, EVENT_RESOLVED);
  const json_t* const event = json_object_get(line, "event");
  assert(json_is_null(json_object_get(event, "station")));
  assert(json_is_null(json_object_get(event, "on")));
  json_decref(line);
  event_book_free(play.book);
}

/// Those that are over are forgotten in time, those that fire never
static void
test_many(void)
{
  Play play;
  begin(&play);
  event_book_say(play.book, "", "first", true, 0.0, 0.0);
  for (uint32_t i = 0; i < 3 * EVENT_BOOK_KEPT; ++i) {
    event_book_say(play.book, "", "x", true, 0.0, 0.0);
    event_book_say(play.book, "", "x", false, 0.0, 0.0);
  }
  assert(event_book_n(play.book) <= EVENT_BOOK_KEPT + 2);
  const Event* const first = event_book_at(play.book, 0);
  assert(!strcmp(first->rule, "first") && event_is_firing(first));
  assert(event_book_find(play.book, first->id) == first);
  assert(!event_book_find(play.book, "none"));
  event_book_free(play.book);
}

int
main(void)
{
  RUN(test_one());
  RUN(test_flap());
  RUN(test_calm());
  RUN(test_repeat());
  RUN(test_again());
  RUN(test_gone());
  RUN(test_system());
  RUN(test_many());
  return 0;
}
