// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/watch/desk/test_action.h"

#include "base/clock.h"
#include "tools/options/message.h"
#include "tools/watch/notice/dispatcher.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STEP 0.05   /* Seconds from one look to the next */
#define RESERVE 5.0 /* Seconds, beyond what an action may take */

/// A test at work
typedef struct {
  const NoticePlan* plan;
  Dispatcher* dispatcher;
  uint32_t n_waiting; ///< For that many actions
  bool* is_for;       ///< [n_actions], those that have not failed
} Test;

Event
test_action_event(const char* station, const AlarmRule* rule)
{
  Alarm alarm = alarm_new(rule);
  alarm.value = measure_traits(rule->measure)->has_limit ? rule->raise : 1.0;
  alarm.worst = alarm.value;
  alarm.begin = wall_seconds() - rule->raise_for;
  Event event = event_of(station, &alarm, wall_seconds());
  event.is_test = true;
  return event;
}

static void
print_result(const Test* test, uint32_t action, const char* text)
{
  printf("%s: ", dispatcher_action_name(test->plan, action));
  message_text(stdout, text);
  putchar('\n');
  fflush(stdout);
}

static void
take_reports(Test* test)
{
  NoticeReport report;
  while (dispatcher_take(test->dispatcher, &report)) {
    const bool is_for = test->is_for[report.action];
    if (report.kind == NOTICE_REPORT_LINE) {
      print_result(test, report.action, report.text);
    } else if (report.kind == NOTICE_REPORT_SENT && is_for) {
      --test->n_waiting;
    } else if (report.kind == NOTICE_REPORT_FAILED && is_for) {
      print_result(test, report.action, report.text);
      test->is_for[report.action] = false;
      --test->n_waiting;
    }
  }
}

/// Alertmanager, which waits for a while until it tells anybody, would tell
/// nobody of what is over then: it ends the alert by itself
static bool
hears(const Test* test, uint32_t i, EventChange change)
{
  return test->is_for[i] &&
         (change == EVENT_RAISED ||
          test->plan->actions[i].kind != ACTION_ALERTMANAGER);
}

/// Tell all, and wait for that
static void
tell(Test* test, const Event* event, EventChange change)
{
  const NoticePlan* const plan = test->plan;
  const double now = clock_seconds(CLOCK_REALTIME);
  test->n_waiting = 0;
  for (uint32_t i = 0; i < plan->n_actions; ++i) {
    const Notice notice = {.id = i + 1u,
                           .action = i,
                           .change = change,
                           .made_at = now,
                           .event = *event};
    test->n_waiting +=
        hears(test, i, change) && dispatcher_add(test->dispatcher, &notice);
  }
  const double end = wall_seconds() + plan->seconds + RESERVE;
  while (test->n_waiting && wall_seconds() < end) {
    sleep_seconds(STEP);
    take_reports(test);
  }
}

/// Returns whether all went well
static bool
run(Test* test, const char* station, const AlarmRule* rule)
{
  const NoticePlan* const plan = test->plan;
  Event event = test_action_event(station, rule);
  uint32_t n = 0;
  uint32_t n_good = 0;
  for (uint32_t i = 0; i < plan->n_actions; ++i) {
    test->is_for[i] = action_is_for(plan, i, rule->name);
    n += test->is_for[i];
  }
  tell(test, &event, EVENT_RAISED);
  event.ended_at = fmax(clock_seconds(CLOCK_REALTIME), event.started_at);
  tell(test, &event, EVENT_RESOLVED);
  for (uint32_t i = 0; i < plan->n_actions; ++i) {
    if (test->is_for[i] && !test->n_waiting) {
      print_result(test, i, "sent");
      ++n_good;
    }
  }
  return n && n_good == n;
}

bool
test_action_run(const NoticePlan* plan,
                const char* station,
                const AlarmRule* rule,
                Error* error)
{
  Test test = {.plan = plan};
  uint32_t n = 0;
  for (uint32_t i = 0; i < plan->n_actions; ++i) {
    n += action_is_for(plan, i, rule->name);
  }
  if (!n) {
    error_set(error, "no action is for the rule %s", rule->name);
    return false;
  }
  test.dispatcher = dispatcher_start(plan, error);
  test.is_for = (bool*)calloc(plan->n_actions, sizeof(bool));
  const bool ok = test.dispatcher && test.is_for && run(&test, station, rule);
  dispatcher_free(test.dispatcher);
  free(test.is_for);
  return ok;
}
