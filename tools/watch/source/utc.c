// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/watch/source/utc.h"

#include "base/clock.h"

#include <math.h>
#include <stdatomic.h>
#include <stdio.h>
#include <time.h>

#define SET 0.25 /* Seconds from which on a clock was set, not read late */
#define HOUR 3600.0

/// Seconds from monotonic time to that of the system's clock
static double
offset(void)
{
  static _Atomic double known = -1.0;
  const double now = clock_seconds(CLOCK_REALTIME) - wall_seconds();
  const double before = atomic_load(&known);
  if (fabs(now - before) < SET) {
    return before;
  }
  atomic_store(&known, now);
  return now;
}

double
utc_of(double stamp)
{
  return stamp + offset();
}

double
utc_hour_of(double stamp)
{
  const double utc = utc_of(stamp);
  return stamp - (utc - HOUR * floor(utc / HOUR));
}

const char*
utc_format(double seconds, char text[UTC_TEXT_SIZE])
{
  // Rounded first, so that milliseconds do not become 1000
  const double rounded = round(seconds * 1000.0);
  const time_t whole = (time_t)floor(rounded / 1000.0);
  const int milliseconds = (int)(rounded - 1000.0 * (double)whole);
  struct tm parts = {0};
  gmtime_r(&whole, &parts);
  const size_t n = strftime(text, UTC_TEXT_SIZE, "%Y-%m-%dT%H:%M:%S", &parts);
  snprintf(text + n, UTC_TEXT_SIZE - n, ".%03dZ", milliseconds);
  return text;
}
