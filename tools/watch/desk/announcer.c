// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/watch/desk/announcer.h"

#include "base/array.h"
#include "base/clock.h"
#include "tools/watch/desk/notice_store.h"
#include "tools/watch/desk/told_events.h"
#include "tools/watch/source/address.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LAST_SECONDS 5.0 /* To send what is left, at the end */
#define FAILING "-failing"

struct Announcer {
  const NoticePlan* plan;
  Log* log;
  Dispatcher* dispatcher;
  ToldEvents told;
  bool has_store; ///< Notices wait in a file
  bool has_finished;
  NoticeStore store;
  uint64_t id; ///< Of the last notice
  uint32_t n;
  size_t room;
  Notice* notices; ///< [n] of this tick; owned
};

Announcer*
announcer_new(const NoticePlan* plan, Log* log, Error* error)
{
  Announcer* const announcer = (Announcer*)calloc(1, sizeof(Announcer));
  if (!announcer) {
    error_set(error, ERROR_NO_MEMORY);
    return NULL;
  }
  announcer->plan = plan;
  announcer->log = log;
  // Of its own, whatever earlier runs left
  announcer->id = (uint64_t)(1e6 * clock_seconds(CLOCK_REALTIME));
  announcer->dispatcher = dispatcher_start(plan, error);
  if (!announcer->dispatcher) {
    free(announcer);
    return NULL;
  }
  return announcer;
}

/// The name of the event that an action does not work
static const char*
failing_name(const char* action, char name[ALARM_MAX_NAME + 1])
{
  const size_t room = ALARM_MAX_NAME + 1 - sizeof(FAILING);
  snprintf(name, ALARM_MAX_NAME + 1, "%.*s" FAILING, (int)room, action);
  return name;
}

static void
say(const Announcer* announcer, const NoticeReport* report)
{
  Log* const log = announcer->log;
  const char* const name =
      dispatcher_action_name(announcer->plan, report->action);
  char* const text = address_mask(report->text);
  const char* const why = text ? text : ERROR_NO_MEMORY;
  switch (report->kind) {
  case NOTICE_REPORT_SENT:
  case NOTICE_REPORT_FAILED:
    break;
  case NOTICE_REPORT_GIVEN_UP:
    log_add(log, name, "a notice was given up: %s", why);
    break;
  case NOTICE_REPORT_LINE:
    log_add(log, name, "%s", why);
    break;
  case NOTICE_REPORT_FAILS:
    log_add(log, name, "does not work: %s", why);
    break;
  case NOTICE_REPORT_WORKS:
    log_add(log, name, "works again");
    break;
  }
  free(text);
}

void
announcer_follow(Announcer* announcer, EventBook* book)
{
  NoticeReport report;
  while (dispatcher_take(announcer->dispatcher, &report)) {
    const bool fails = report.kind == NOTICE_REPORT_FAILS;
    say(announcer, &report);
    if (announcer->has_store && (report.kind == NOTICE_REPORT_SENT ||
                                 report.kind == NOTICE_REPORT_GIVEN_UP)) {
      notice_store_end(&announcer->store, report.id);
    }
    if (book && (fails || report.kind == NOTICE_REPORT_WORKS)) {
      char rule[ALARM_MAX_NAME + 1];
      failing_name(dispatcher_action_name(announcer->plan, report.action),
                   rule);
      event_book_say(book, "", rule, fails, (double)NAN, (double)NAN);
    }
  }
}

/// Of an earlier run
static void
send_again(void* data, const Notice* notice)
{
  dispatcher_add(((Announcer*)data)->dispatcher, notice);
}

/// Alertmanager hears again of what fires since an earlier run
static void
know(Announcer* announcer, const Event* event)
{
  const NoticePlan* const plan = announcer->plan;
  told_events_add(&announcer->told, event);
  for (uint32_t i = 0; i < plan->n_actions; ++i) {
    const Notice notice = {.action = i, .event = *event};
    if (action_is_for(plan, i, event->rule)) {
      dispatcher_hold(announcer->dispatcher, &notice);
    }
  }
}

bool
announcer_keep(Announcer* announcer,
               WatchHistory* history,
               const EventBook* book)
{
  NoticeStore* const store = &announcer->store;
  bool ok = notice_store_open(store, announcer->plan, history);
  announcer->has_store = ok;
  for (uint32_t i = 0; ok && i < announcer->n; ++i) {
    ok = notice_store_add(store, &announcer->notices[i]);
  }
  for (uint32_t i = 0; ok && i < event_book_n(book); ++i) {
    const Event* const event = event_book_at(book, i);
    if (event_is_firing(event) && !event->is_muted) {
      know(announcer, event);
    }
  }
  if (ok) {
    notice_store_load(store, history, send_again, announcer);
  }
  return ok;
}

void
announcer_finish(Announcer* announcer)
{
  announcer_end_tick(announcer);
  dispatcher_finish(announcer->dispatcher, LAST_SECONDS);
  announcer_follow(announcer, NULL);
  for (uint32_t i = 0; i < announcer->plan->n_actions; ++i) {
    const uint32_t n = dispatcher_counters(announcer->dispatcher, i).n_waiting;
    if (n) {
      log_add(announcer->log, dispatcher_action_name(announcer->plan, i),
              announcer->has_store ? "%u notices wait for the next start"
                                   : "%u notices were not sent",
              n);
    }
  }
  announcer->has_finished = true;
}

void
announcer_free(Announcer* announcer)
{
  if (!announcer) {
    return;
  }
  if (!announcer->has_finished) {
    announcer_finish(announcer);
  }
  dispatcher_free(announcer->dispatcher);
  notice_store_clear(&announcer->store);
  told_events_clear(&announcer->told);
  free(announcer->notices);
  free(announcer);
}

/// A notice of this tick; false if memory is short
static bool
add(Announcer* announcer, const Notice* notice)
{
  Notice* const notices = (Notice*)array_grow(announcer->notices, announcer->n,
                                              &announcer->room, sizeof(Notice));
  if (!notices) {
    return false;
  }
  announcer->notices = notices;
  announcer->notices[announcer->n++] = *notice;
  return !announcer->has_store || notice_store_add(&announcer->store, notice);
}

/// Is it about the action itself?
static bool
is_about(const Event* event, const Action* action)
{
  char name[ALARM_MAX_NAME + 1];
  return !event->station[0] &&
         !strcmp(event->rule, failing_name(action->name, name));
}

static void
tell(Announcer* announcer, const Event* event, EventChange change)
{
  const NoticePlan* const plan = announcer->plan;
  for (uint32_t i = 0; i < plan->n_actions; ++i) {
    const Notice notice = {.id = ++announcer->id,
                           .action = i,
                           .change = change,
                           .made_at = clock_seconds(CLOCK_REALTIME),
                           .event = *event};
    if (action_is_for(plan, i, event->rule) &&
        !is_about(event, &plan->actions[i]) && !add(announcer, &notice)) {
      log_add(announcer->log, plan->actions[i].name, "%s", ERROR_NO_MEMORY);
    }
  }
}

void
announcer_event(Announcer* announcer, const Event* event, EventChange change)
{
  EventChange told = change;
  if (told_events_step(&announcer->told, event, &told)) {
    tell(announcer, event, told);
  }
}

void
announcer_end_tick(Announcer* announcer)
{
  for (uint32_t i = 0; i < announcer->n; ++i) {
    dispatcher_add(announcer->dispatcher, &announcer->notices[i]);
  }
  announcer->n = 0;
}

void
announcer_hear(Announcer* announcer, double heard)
{
  dispatcher_hear(announcer->dispatcher, heard);
}

Dispatcher*
announcer_dispatcher(Announcer* announcer)
{
  return announcer->dispatcher;
}
