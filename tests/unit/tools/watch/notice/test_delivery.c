// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// What is sent when: alone, together, not too often, again, and at last not

#undef NDEBUG

#include "tools/watch/notice/delivery.h"

#include "tests/support/run.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>

#define DAY 86400.0

static const Action post = {.kind = ACTION_POST, .name = "post", .url = "x"};
static const Action alerts = {
    .kind = ACTION_ALERTMANAGER, .name = "alertmanager", .url = "x"};

static Notice
make_notice(unsigned number, double now)
{
  Notice notice = {.id = number,
                   .change = EVENT_RAISED,
                   .made_at = now,
                   .arrived = now,
                   .event = {.ended_at = (double)NAN}};
  snprintf(notice.event.id, sizeof(notice.event.id), "%u", number);
  return notice;
}

static void
add(Delivery* delivery, unsigned number, double now)
{
  const Notice notice = make_notice(number, now);
  assert(delivery_add(delivery, &notice));
}

/// Send once, when it is due; returns how many notices at once
static uint32_t
send(Delivery* delivery, double* now, DeliveryResult result)
{
  const double due = delivery_due(delivery, *now);
  assert(isfinite(due));
  *now = fmax(*now, due);
  const uint32_t n = delivery_begin(delivery, *now);
  assert(isinf(delivery_due(delivery, *now))); // One after another
  const uint32_t n_done = delivery_end(delivery, result, *now, *now);
  assert(result != DELIVERY_DONE || n_done == n);
  delivery_remove(delivery, n_done);
  return n;
}

/// The same, of so many
static void
expect(Delivery* delivery, double* now, DeliveryResult result, uint32_t n)
{
  const uint32_t n_sent = send(delivery, now, result);
  assert(n_sent == n);
}

static void
test_together(void)
{
  double now = 1000.0;
  Delivery delivery = delivery_new(&post, 10, 1);
  assert(isinf(delivery_due(&delivery, now)));
  add(&delivery, 1, now);
  add(&delivery, 2, now + 0.5);
  expect(&delivery, &now, DELIVERY_DONE, 1);
  assert(now < 1003.0);
  expect(&delivery, &now, DELIVERY_DONE, 1);
  assert(now < 1003.0);

  now = 2000.0; // More and more of them, as if all failed at once
  for (unsigned i = 0; i < 200; ++i) {
    add(&delivery, i, now + 0.05 * i);
  }
  expect(&delivery, &now, DELIVERY_DONE, 200);
  assert(now > 2010.0 && now < 2016.0);
  assert(isinf(delivery_due(&delivery, now)));
  delivery_clear(&delivery);
}

/// Never more than `per_minute` in 60 seconds, and then one for all the rest
static void
test_limit(void)
{
  enum { PER_MINUTE = 5, N = 300 };
  double now = 0.0;
  double times[N] = {0};
  uint32_t n = 0;
  uint32_t most = 0;
  uint32_t n_told = 0;
  Delivery delivery = delivery_new(&post, PER_MINUTE, 1);
  for (unsigned i = 0; i < N; ++i) { // One in three seconds
    const double arrival = 3.0 * i;
    while (delivery_due(&delivery, now) <= arrival) {
      const uint32_t together = send(&delivery, &now, DELIVERY_DONE);
      most = together > most ? together : most;
      n_told += together;
      times[n++] = now;
    }
    now = arrival;
    add(&delivery, i, now);
  }
  n_told += delivery.n;
  delivery_clear(&delivery);
  assert(n_told == N);
  assert(n > 20 && most > 10 && most < 25);
  for (uint32_t i = PER_MINUTE; i < n; ++i) {
    assert(times[i] >= times[i - PER_MINUTE] + 60.0);
  }
}

static void
test_failures(void)
{
  double now = 5.0;
  Delivery delivery = delivery_new(&post, 60, 1);
  add(&delivery, 1, now);
  for (int i = 0; i < 12; ++i) {
    const double before = now;
    send(&delivery, &now, DELIVERY_FAILED);
    assert(delivery.n == 1 && now < before + 80.0);
    assert(delivery.is_failing == (i > 0));
  }
  assert(now > 300.0); // Later and later
  add(&delivery, 2, now);
  expect(&delivery, &now, DELIVERY_DONE, 1);
  assert(!delivery.is_failing);
  expect(&delivery, &now, DELIVERY_DONE, 1);
  assert(!delivery.n_lost);

  add(&delivery, 3, now); // It is wrong, but that after it may be right
  add(&delivery, 4, now);
  for (int i = 0; i < 5; ++i) {
    assert(delivery.n == 2);
    send(&delivery, &now, DELIVERY_REFUSED);
  }
  assert(delivery.n == 1 && delivery.n_lost == 1 && delivery.is_failing);
  expect(&delivery, &now, DELIVERY_DONE, 1);
  assert(!delivery.is_failing);

  add(&delivery, 5, now); // Nobody answers for a day
  const double begin = now;
  while (delivery.n) {
    send(&delivery, &now, DELIVERY_FAILED);
  }
  assert(now > begin + DAY && now < begin + DAY + 100.0);
  assert(delivery.n_lost == 2);
  delivery_clear(&delivery);
}

static void
test_bounds(void)
{
  Delivery delivery = delivery_new(&post, 1, 1);
  for (unsigned i = 0; i < 10003; ++i) {
    add(&delivery, i, 0.0);
  }
  assert(delivery.n == 10000 && delivery.n_lost == 3);
  assert(delivery.queue[0].id == 3);
  delivery_clear(&delivery);
}

/// Alertmanager hears of what fires again and again, without any limit
static void
test_alerts(void)
{
  double now = 0.0;
  Delivery delivery = delivery_new(&alerts, 1, 1);
  Notice notice = make_notice(1, now);
  assert(delivery_add(&delivery, &notice));
  expect(&delivery, &now, DELIVERY_DONE, 1);
  assert(now < 1.0);
  for (int i = 1; i < 10; ++i) {
    expect(&delivery, &now, DELIVERY_DONE, 0);
    assert(fabs(now - 60.0 * i) < 1.0 && delivery.n_firing == 1);
  }
  notice.arrived = now;
  notice.change = EVENT_RESOLVED;
  notice.event.ended_at = now;
  assert(delivery_add(&delivery, &notice));
  expect(&delivery, &now, DELIVERY_FAILED, 1);
  assert(delivery.n == 1);
  expect(&delivery, &now, DELIVERY_DONE, 1);
  assert(!delivery.n);
  assert(isinf(delivery_due(&delivery, now)) && !delivery.n_firing);
  delivery_clear(&delivery);
}

/// At the end all that has not failed goes out at once
static void
test_end(void)
{
  double now = 0.0;
  Delivery delivery = delivery_new(&post, 1, 1);
  add(&delivery, 1, now);
  send(&delivery, &now, DELIVERY_DONE);
  add(&delivery, 2, now);
  add(&delivery, 3, now);
  delivery.is_ending = true;
  expect(&delivery, &now, DELIVERY_DONE, 2);
  assert(now < 3.0);
  add(&delivery, 4, now);
  send(&delivery, &now, DELIVERY_FAILED);
  assert(isinf(delivery_due(&delivery, now)) && delivery.n == 1);
  delivery_clear(&delivery);
}

int
main(void)
{
  RUN(test_together());
  RUN(test_limit());
  RUN(test_failures());
  RUN(test_bounds());
  RUN(test_alerts());
  RUN(test_end());
  return 0;
}
