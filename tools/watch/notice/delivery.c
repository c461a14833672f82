// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/notice/delivery.h"

#include "base/array.h"

#include "tools/watch/notice/alert.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define GATHER 2.0       /* Seconds that one waits for more */
#define GATHER_MOST 15.0 /* If more and more come */
#define MANY 4u          /* That are sent together */
#define MINUTE 60.0      /* Seconds */
#define MOST_WAITING 10000u
#define MOST_ATTEMPTS 5u /* For what was refused */
#define OLDEST 86400.0   /* Seconds, after which nobody wants to know */

Delivery
delivery_new(const Action* action, uint32_t per_minute, uint32_t seed)
{
  Delivery delivery = {
      .action = action, .per_minute = per_minute, .backoff = {.random = seed}};
  for (uint32_t i = 0; i < ACTION_MOST_PER_MINUTE; ++i) {
    delivery.sent[i] = -(double)INFINITY;
  }
  return delivery;
}

void
delivery_clear(Delivery* delivery)
{
  free(delivery->queue);
  free(delivery->firing);
  *delivery = (Delivery){0};
}

/// Append to an array that grows
static bool
append(Notice** notices, uint32_t* n, size_t* room, const Notice* notice)
{
  Notice* const grown = (Notice*)array_grow(*notices, *n, room, sizeof(Notice));
  if (!grown) {
    return false;
  }
  *notices = grown;
  (*notices)[(*n)++] = *notice;
  return true;
}

static void
erase(Notice* notices, uint32_t* n, uint32_t at, uint32_t count)
{
  memmove(notices + at, notices + at + count,
          (*n - at - count) * sizeof(Notice));
  *n -= count;
}

bool
delivery_hold(Delivery* delivery, const Notice* notice)
{
  if (delivery->action->kind != ACTION_ALERTMANAGER) {
    return true;
  }
  for (uint32_t i = 0; i < delivery->n_firing; ++i) {
    if (!strcmp(delivery->firing[i].event.id, notice->event.id)) {
      erase(delivery->firing, &delivery->n_firing, i, 1);
      break;
    }
  }
  return !event_is_firing(&notice->event) ||
         append(&delivery->firing, &delivery->n_firing, &delivery->firing_room,
                notice);
}

bool
delivery_add(Delivery* delivery, const Notice* notice)
{
  if (delivery->n == MOST_WAITING && delivery->n_sending < delivery->n) {
    erase(delivery->queue, &delivery->n, delivery->n_sending, 1);
    ++delivery->n_lost;
  }
  return delivery_hold(delivery, notice) &&
         append(&delivery->queue, &delivery->n, &delivery->room, notice);
}

/// How many more the minute has
static uint32_t
slots_left(const Delivery* delivery, double now)
{
  uint32_t n_recent = 0;
  for (uint32_t i = 0; i < ACTION_MOST_PER_MINUTE; ++i) {
    n_recent += delivery->sent[i] > now - MINUTE;
  }
  return n_recent < delivery->per_minute ? delivery->per_minute - n_recent : 0;
}

/// When the minute has one more
static double
slot_due(const Delivery* delivery)
{
  const uint64_t n = delivery->n_sent + delivery->n_failures;
  return n < delivery->per_minute ? -(double)INFINITY
                                  : delivery->sent[(n - delivery->per_minute) %
                                                   ACTION_MOST_PER_MINUTE] +
                                        MINUTE;
}

/// When those of the queue have waited for enough more to come
static double
gather_due(const Delivery* delivery)
{
  const double first = delivery->queue[0].arrived;
  const double last = delivery->queue[delivery->n - 1].arrived;
  if (delivery->queue[0].event.is_test) { // Somebody waits for it
    return first;
  }
  return delivery->n < MANY ? first + GATHER
                            : fmin(last + GATHER, first + GATHER_MOST);
}

double
delivery_due(const Delivery* delivery, double now)
{
  const bool is_alertmanager = delivery->action->kind == ACTION_ALERTMANAGER;
  if (delivery->is_sending) {
    return (double)INFINITY;
  }
  if (delivery->is_ending) {
    return delivery->n && !delivery->n_failed ? now : (double)INFINITY;
  }
  if (is_alertmanager) { // It does all else by itself
    const double due = delivery->n          ? delivery->queue[0].arrived
                       : delivery->n_firing ? delivery->fired + ALERT_EVERY
                                            : (double)INFINITY;
    return fmax(due, delivery->retry_at);
  }
  return delivery->n ? fmax(fmax(gather_due(delivery), slot_due(delivery)),
                            delivery->retry_at)
                     : (double)INFINITY;
}

uint32_t
delivery_begin(Delivery* delivery, double now)
{
  const uint64_t n_before = delivery->n_sent + delivery->n_failures;
  const bool is_together = delivery->action->kind == ACTION_ALERTMANAGER ||
                           delivery->is_ending || delivery->n >= MANY ||
                           delivery->n > slots_left(delivery, now);
  delivery->sent[n_before % ACTION_MOST_PER_MINUTE] = now;
  delivery->is_sending = true;
  delivery->n_sending = is_together ? delivery->n : 1u;
  return delivery->n_sending;
}

static uint32_t
fail(Delivery* delivery, DeliveryResult result, double now, double utc)
{
  ++delivery->n_failures;
  ++delivery->n_failed;
  delivery->is_failing = delivery->is_failing || delivery->n_failed > 1;
  delivery->retry_at = now + backoff_fail(&delivery->backoff);
  uint32_t n_given_up = 0;
  if (result == DELIVERY_REFUSED && delivery->n_failed >= MOST_ATTEMPTS) {
    n_given_up = delivery->n_sending;
    delivery->n_failed = 0;
    backoff_succeed(&delivery->backoff);
  }
  while (n_given_up < delivery->n_sending &&
         delivery->queue[n_given_up].made_at < utc - OLDEST) {
    ++n_given_up;
  }
  delivery->n_lost += n_given_up;
  return n_given_up;
}

uint32_t
delivery_end(Delivery* delivery, DeliveryResult result, double now, double utc)
{
  uint32_t n = delivery->n_sending;
  if (result == DELIVERY_DONE) {
    ++delivery->n_sent;
    delivery->n_failed = 0;
    delivery->is_failing = false;
    delivery->retry_at = 0.0;
    delivery->fired = now;
    backoff_succeed(&delivery->backoff);
  } else {
    n = fail(delivery, result, now, utc);
  }
  delivery->is_sending = false;
  delivery->n_sending = 0;
  return n;
}

void
delivery_remove(Delivery* delivery, uint32_t n)
{
  erase(delivery->queue, &delivery->n, 0, n);
}
