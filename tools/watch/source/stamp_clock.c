// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/source/stamp_clock.h"

#include <math.h>

#define SETTLING 10.0  /* Seconds after a connect in which bursts are exact */
#define TOLERANCE 0.05 /* Seconds ahead that are no burst: then, */
#define LATER_TOLERANCE 1. /* and later, as networks stop and go */
#define DRIFT 0.002        /* Of the speed, by which stamps follow */
#define WINDOW 10.0        /* Seconds over which lag is looked at */
#define MOST_LAG 3.0       /* Seconds that last are a gap in the stamps */

void
stamp_clock_connect(StampClock* clock)
{
  clock->is_connected = false;
}

static void
begin_connection(StampClock* clock, double seconds, double now)
{
  clock->is_connected = true;
  clock->connected = now;
  clock->base = now - seconds;
  clock->position = 0.0;
  clock->least_lag = (double)INFINITY;
  clock->window = 0.0;
}

/// Lag that lasts is not that of the network: what is behind by much jumps,
/// what is behind by little drifts
static void
follow_lag(StampClock* clock, double lag, double seconds)
{
  clock->least_lag = fmin(clock->least_lag, lag);
  if (clock->position < clock->window + WINDOW) {
    return;
  }
  if (clock->least_lag > MOST_LAG) {
    clock->base += clock->least_lag;
  } else if (clock->least_lag > TOLERANCE) {
    clock->base += fmin(DRIFT * WINDOW, clock->least_lag);
  }
  clock->window = clock->position + seconds;
  clock->least_lag = (double)INFINITY;
}

bool
stamp_clock_place(
    StampClock* clock, double seconds, double now, double* begin, double* end)
{
  if (!clock->is_connected) {
    begin_connection(clock, seconds, now);
  }
  const double tolerance =
      now - clock->connected < SETTLING ? TOLERANCE : LATER_TOLERANCE;
  const double ahead = clock->base + clock->position + seconds - now;
  if (ahead > tolerance) {
    clock->base -= ahead;
  } else if (ahead > TOLERANCE) {
    clock->base -= DRIFT * seconds;
  }
  const double from = clock->base + clock->position;
  clock->position += seconds;
  const double to = clock->base + clock->position;
  follow_lag(clock, now - to, seconds);
  // Audio that begins a little early follows on what was before it
  if (from < clock->next - seconds / 2.0) {
    return false;
  }
  *begin = fmax(from, clock->next);
  *end = fmax(to, *begin);
  clock->next = *end;
  return true;
}

double
stamp_clock_wait(const StampClock* clock, double seconds, double now)
{
  if (!clock->is_connected) {
    return 0.0;
  }
  return fmax(0.0, clock->base + clock->position + seconds - now);
}
