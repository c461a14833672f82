// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_WEEKLY_WINDOW_H
#define EARMARK_WEEKLY_WINDOW_H

#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>

#define WEEKLY_WINDOW_MOST 64u /* Spans */

/// Seconds of the week on a clock on the wall, from Monday 00:00 on; the end is
/// not in it
typedef struct {
  uint32_t begin;
  uint32_t end; ///< Up to a day more than a week
} WeeklySpan;

/// Times that come again each week where a clock shows them: what a day of 23
/// hours leaves out does not come, what one of 25 hours repeats comes twice.  A
/// plain value.
typedef struct {
  uint32_t n;
  WeeklySpan spans[WEEKLY_WINDOW_MOST];
  void* zone; ///< A GTimeZone, kept for ever; NULL: that of the system
} WeeklyWindow;

/// "Sun 10:59-11:03, Mon-Fri 22:00-06:00, daily 03:00-03:05:30".  False with a
/// message.  [any]
bool weekly_window_read(WeeklyWindow* window, const char* text, Error* error);

/// The zone by its name, "Europe/London".  False with a message.  [main]
bool
weekly_window_set_zone(WeeklyWindow* window, const char* name, Error* error);

/// Is it such a time, at seconds since 1970?  [main]
bool weekly_window_has(const WeeklyWindow* window, double utc);

#endif
