// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/watch/notice/dispatcher.h"

#include "base/clock.h"
#include "base/thread.h"
#include "tools/watch/notice/courier.h"
#include "tools/watch/notice/heartbeat.h"
#include "tools/watch/notice/inbox.h"

#include <math.h>
#include <stdlib.h>

#define MOST_WAIT 0.25 /* Seconds that the thread sleeps */
#define STEP 0.02      /* Seconds from one look to the next, at the end */

struct Dispatcher {
  const NoticePlan* plan;
  Thread* thread;
  CURLM* multi;
  NoticeReports reports;
  Inbox inbox;
  pthread_mutex_t lock;     ///< Guards what follows
  ActionCounters* counters; ///< [n_actions + 1]; owned
  double heard;             ///< When audio was analysed last
  bool is_ending;
  bool is_idle; ///< At the end: there is no more to do

  // The thread's own
  Courier* couriers; ///< [n_actions]; owned
  Heartbeat heartbeat;
};

const char*
dispatcher_action_name(const NoticePlan* plan, uint32_t action)
{
  return action < plan->n_actions ? plan->actions[action].name : "heartbeat";
}

/// Hand it out
static void
take_letter(void* data, const Letter* letter)
{
  Dispatcher* const dispatcher = (Dispatcher*)data;
  Delivery* const delivery =
      &dispatcher->couriers[letter->notice.action].delivery;
  if (letter->is_held) {
    delivery_hold(delivery, &letter->notice);
  } else {
    delivery_add(delivery, &letter->notice);
  }
}

/// What others have said; returns when audio was analysed last
static double
take_orders(Dispatcher* dispatcher)
{
  inbox_empty(&dispatcher->inbox, take_letter, dispatcher);
  pthread_mutex_lock(&dispatcher->lock);
  for (uint32_t i = 0; i < dispatcher->plan->n_actions; ++i) {
    dispatcher->couriers[i].delivery.is_ending = dispatcher->is_ending;
  }
  const double heard = dispatcher->heard;
  pthread_mutex_unlock(&dispatcher->lock);
  return heard;
}

static void
count(Dispatcher* dispatcher, double now)
{
  const Heartbeat* const heartbeat = &dispatcher->heartbeat;
  bool is_idle = true;
  pthread_mutex_lock(&dispatcher->lock);
  for (uint32_t i = 0; i < dispatcher->plan->n_actions; ++i) {
    const Delivery* const delivery = &dispatcher->couriers[i].delivery;
    dispatcher->counters[i] =
        (ActionCounters){delivery->n_sent, delivery->n_failures,
                         delivery->n_lost, delivery->n, delivery->is_failing};
    is_idle = is_idle && courier_is_idle(&dispatcher->couriers[i], now);
  }
  dispatcher->counters[dispatcher->plan->n_actions] =
      (ActionCounters){.n_sent = heartbeat->n_sent,
                       .n_failures = heartbeat->n_failures,
                       .is_failing = heartbeat->is_failing};
  dispatcher->is_idle =
      dispatcher->is_ending && is_idle && inbox_is_empty(&dispatcher->inbox);
  pthread_mutex_unlock(&dispatcher->lock);
}

static void
end_heartbeat(Dispatcher* dispatcher, CURLcode code)
{
  Error error = {""};
  Heartbeat* const heartbeat = &dispatcher->heartbeat;
  const bool was_failing = heartbeat->is_failing;
  heartbeat->is_failing = !heartbeat_end(heartbeat, code, &error);
  if (heartbeat->is_failing != was_failing) {
    notice_reports_add(&dispatcher->reports,
                       was_failing ? NOTICE_REPORT_WORKS : NOTICE_REPORT_FAILS,
                       dispatcher->plan->n_actions, 0, error.text);
  }
}

/// Requests that have ended
static void
end_requests(Dispatcher* dispatcher, double now)
{
  int n = 0;
  curl_multi_perform(dispatcher->multi, &n);
  for (CURLMsg* message = NULL;
       (message = curl_multi_info_read(dispatcher->multi, &n));) {
    void* owner = NULL;
    const CURLcode code = message->data.result; // It goes with its handle
    curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &owner);
    if (owner == &dispatcher->heartbeat) {
      end_heartbeat(dispatcher, code);
    } else {
      courier_end_request((Courier*)owner, code, now);
    }
  }
}

/// One round of the thread
static uint32_t
work(void* data)
{
  Dispatcher* const dispatcher = (Dispatcher*)data;
  const double heard = take_orders(dispatcher);
  const double now = wall_seconds();
  double due = now + MOST_WAIT;
  for (uint32_t i = 0; i < dispatcher->plan->n_actions; ++i) {
    courier_step(&dispatcher->couriers[i], now);
  }
  heartbeat_step(&dispatcher->heartbeat, heard, now);
  end_requests(dispatcher, now);
  for (uint32_t i = 0; i < dispatcher->plan->n_actions; ++i) {
    due = fmin(due, courier_due(&dispatcher->couriers[i], now));
  }
  count(dispatcher, now);
  const int milliseconds = (int)ceil(1000.0 * fmax(0.0, due - wall_seconds()));
  curl_multi_poll(dispatcher->multi, NULL, 0, milliseconds, NULL);
  return 0;
}

static bool
init(Dispatcher* dispatcher)
{
  const uint32_t n = dispatcher->plan->n_actions;
  dispatcher->multi = curl_multi_init();
  dispatcher->couriers = (Courier*)calloc(n + 1u, sizeof(Courier));
  dispatcher->counters =
      (ActionCounters*)calloc(n + 1u, sizeof(ActionCounters));
  if (!dispatcher->multi || !dispatcher->couriers || !dispatcher->counters) {
    return false;
  }
  for (uint32_t i = 0; i < n; ++i) {
    dispatcher->couriers[i] = courier_new(
        dispatcher->plan, i, dispatcher->multi, &dispatcher->reports);
  }
  dispatcher->heartbeat =
      (Heartbeat){.plan = dispatcher->plan, .multi = dispatcher->multi};
  dispatcher->thread = thread_start(work, dispatcher);
  return dispatcher->thread;
}

Dispatcher*
dispatcher_start(const NoticePlan* plan, Error* error)
{
  Dispatcher* const dispatcher = (Dispatcher*)calloc(1, sizeof(Dispatcher));
  if (!dispatcher || curl_global_init(CURL_GLOBAL_DEFAULT)) {
    error_set(error, ERROR_NO_MEMORY);
    free(dispatcher);
    return NULL;
  }
  dispatcher->plan = plan;
  notice_reports_init(&dispatcher->reports);
  inbox_init(&dispatcher->inbox);
  pthread_mutex_init(&dispatcher->lock, NULL);
  if (!init(dispatcher)) {
    error_set(error, "notices: " ERROR_NO_MEMORY);
    dispatcher_free(dispatcher);
    return NULL;
  }
  return dispatcher;
}

static bool
is_idle(Dispatcher* dispatcher)
{
  pthread_mutex_lock(&dispatcher->lock);
  const bool idle = dispatcher->is_idle;
  pthread_mutex_unlock(&dispatcher->lock);
  return idle;
}

void
dispatcher_finish(Dispatcher* dispatcher, double seconds)
{
  if (!dispatcher || !dispatcher->thread) {
    return;
  }
  pthread_mutex_lock(&dispatcher->lock);
  dispatcher->is_ending = true;
  dispatcher->is_idle = false;
  pthread_mutex_unlock(&dispatcher->lock);
  const double end = wall_seconds() + seconds;
  while (!is_idle(dispatcher) && wall_seconds() < end) {
    curl_multi_wakeup(dispatcher->multi);
    sleep_seconds(STEP);
  }
  thread_stop(dispatcher->thread);
  dispatcher->thread = NULL;
}

void
dispatcher_free(Dispatcher* dispatcher)
{
  if (!dispatcher) {
    return;
  }
  dispatcher_finish(dispatcher, 0.0);
  for (uint32_t i = 0; dispatcher->couriers && i < dispatcher->plan->n_actions;
       ++i) {
    courier_clear(&dispatcher->couriers[i]);
  }
  heartbeat_clear(&dispatcher->heartbeat);
  curl_multi_cleanup(dispatcher->multi);
  curl_global_cleanup();
  notice_reports_clear(&dispatcher->reports);
  inbox_clear(&dispatcher->inbox);
  pthread_mutex_destroy(&dispatcher->lock);
  free(dispatcher->couriers);
  free(dispatcher->counters);
  free(dispatcher);
}

bool
dispatcher_add(Dispatcher* dispatcher, const Notice* notice)
{
  return inbox_add(&dispatcher->inbox, notice, false);
}

bool
dispatcher_hold(Dispatcher* dispatcher, const Notice* notice)
{
  return inbox_add(&dispatcher->inbox, notice, true);
}

void
dispatcher_hear(Dispatcher* dispatcher, double heard)
{
  pthread_mutex_lock(&dispatcher->lock);
  dispatcher->heard = heard;
  pthread_mutex_unlock(&dispatcher->lock);
}

bool
dispatcher_take(Dispatcher* dispatcher, NoticeReport* report)
{
  return notice_reports_take(&dispatcher->reports, report);
}

ActionCounters
dispatcher_counters(Dispatcher* dispatcher, uint32_t action)
{
  pthread_mutex_lock(&dispatcher->lock);
  const ActionCounters counters = dispatcher->counters[action];
  pthread_mutex_unlock(&dispatcher->lock);
  return counters;
}
