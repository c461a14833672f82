// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/watch/notice/courier.h"

#include "base/clock.h"
#include "tools/watch/notice/alert.h"

#include <math.h>
#include <stdlib.h>

#define JSON_FLAGS (JSON_COMPACT | JSON_REAL_PRECISION(6))
#define LOOK 0.05        /* Seconds from one look at a program to the next */
#define SEED 2654435769u /* Spreads their numbers */

static const Action*
action_of(const Courier* courier)
{
  return &courier->plan->actions[courier->action];
}

/// A line of a program
static void
report_line(void* data, const char* line)
{
  const Courier* const courier = (const Courier*)data;
  notice_reports_add(courier->reports, NOTICE_REPORT_LINE, courier->action, 0,
                     line);
}

Courier
courier_new(const NoticePlan* plan,
            uint32_t action,
            CURLM* multi,
            NoticeReports* reports)
{
  return (Courier){.plan = plan,
                   .action = action,
                   .multi = multi,
                   .reports = reports,
                   .delivery =
                       delivery_new(&plan->actions[action], plan->per_minute,
                                    (action + 1u) * SEED),
                   .child = {.output = -1}};
}

static void
clear_request(Courier* courier)
{
  if (courier->request) {
    curl_multi_remove_handle(courier->multi,
                             http_request_handle(courier->request));
    http_request_free(courier->request);
    courier->request = NULL;
  }
}

void
courier_clear(Courier* courier)
{
  clear_request(courier);
  if (courier->child.pid) {
    child_kill(&courier->child);
  }
  delivery_clear(&courier->delivery);
}

/// A sending has ended
static void
end(Courier* courier, DeliveryResult result, const Error* error, double now)
{
  Delivery* const delivery = &courier->delivery;
  const bool was_failing = delivery->is_failing;
  const uint32_t n =
      delivery_end(delivery, result, now, clock_seconds(CLOCK_REALTIME));
  const bool is_done = result == DELIVERY_DONE;
  if (!is_done) {
    notice_reports_add(courier->reports, NOTICE_REPORT_FAILED, courier->action,
                       0, error->text);
  }
  if (delivery->is_failing != was_failing) {
    notice_reports_add(courier->reports,
                       was_failing ? NOTICE_REPORT_WORKS : NOTICE_REPORT_FAILS,
                       courier->action, 0, error->text);
  }
  for (uint32_t i = 0; i < n; ++i) {
    notice_reports_add(courier->reports,
                       is_done ? NOTICE_REPORT_SENT : NOTICE_REPORT_GIVEN_UP,
                       courier->action, delivery->queue[i].id, error->text);
  }
  delivery_remove(delivery, n);
}

/// What is over, of the queue, and all that fires
static json_t*
make_alerts(const Courier* courier, uint32_t n)
{
  const Delivery* const delivery = &courier->delivery;
  const NoticePlan* const plan = courier->plan;
  const double now = clock_seconds(CLOCK_REALTIME);
  json_t* const alerts = json_array();
  for (uint32_t i = 0; i < n; ++i) {
    if (!event_is_firing(&delivery->queue[i].event)) {
      json_array_append_new(alerts, alert_json(&delivery->queue[i], now, plan));
    }
  }
  for (uint32_t i = 0; i < delivery->n_firing; ++i) {
    json_array_append_new(alerts, alert_json(&delivery->firing[i], now, plan));
  }
  return alerts;
}

static bool
start_request(Courier* courier, const json_t* body)
{
  const Action* const action = action_of(courier);
  char* const json = body ? json_dumps(body, JSON_FLAGS) : NULL;
  courier->request = json ? http_request_new(action->url, action->headers, json,
                                             courier->plan, courier)
                          : NULL;
  if (courier->request &&
      curl_multi_add_handle(courier->multi,
                            http_request_handle(courier->request))) {
    http_request_free(courier->request);
    courier->request = NULL;
  }
  return courier->request;
}

static void
start(Courier* courier, double now)
{
  const Action* const action = action_of(courier);
  const uint32_t n = delivery_begin(&courier->delivery, now);
  Error error = {ERROR_NO_MEMORY};
  json_t* const body =
      action->kind == ACTION_ALERTMANAGER
          ? make_alerts(courier, n)
          : notice_json(courier->delivery.queue, n, courier->plan);
  bool ok = body;
  if (ok && action->kind == ACTION_COMMAND) {
    courier->child.on_line = report_line;
    courier->child.data = courier;
    ok = child_start(&courier->child, action->arguments, body,
                     courier->plan->seconds, &error);
  } else if (ok) {
    ok = start_request(courier, body);
  }
  json_decref(body);
  if (!ok) {
    end(courier, DELIVERY_REFUSED, &error, now);
  }
}

void
courier_step(Courier* courier, double now)
{
  Error error = {""};
  if (courier->child.pid && child_look(&courier->child, now, &error)) {
    end(courier, error.text[0] ? DELIVERY_REFUSED : DELIVERY_DONE, &error, now);
  }
  if (delivery_due(&courier->delivery, now) <= now) {
    start(courier, now);
  }
}

void
courier_end_request(Courier* courier, CURLcode code, double now)
{
  Error error = {""};
  const DeliveryResult result =
      http_request_result(courier->request, code, &error);
  clear_request(courier);
  end(courier, result, &error, now);
}

double
courier_due(const Courier* courier, double now)
{
  return courier->child.pid ? now + LOOK
                            : delivery_due(&courier->delivery, now);
}

bool
courier_is_idle(const Courier* courier, double now)
{
  return !courier->delivery.is_sending &&
         isinf(delivery_due(&courier->delivery, now));
}
