// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/watch/rules/weekly_window.h"

#include <ctype.h>
#include <glib.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define DAY 86400u
#define WEEK (7u * DAY)
#define BLANKS " \t"
#define THURSDAY 3u /* When 1970 began */
#define MISTAKE "'%.40s' is no time such as Sun 10:59-11:03"

/// A text being read
typedef struct {
  const char* at;
} Scanner;

/// The day that a word begins with, from Monday, 0; 7 if there is none
static uint32_t
scan_day(Scanner* scanner)
{
  static const char* const days[] = {"Mon", "Tue", "Wed", "Thu",
                                     "Fri", "Sat", "Sun"};
  uint32_t day = 0;
  while (day < 7 && strncasecmp(scanner->at, days[day], 3) != 0) {
    ++day;
  }
  scanner->at += day < 7 ? 3 : 0;
  return day;
}

/// "Sun", "Mon-Fri", "daily"
static bool
scan_days(Scanner* scanner, uint32_t* first, uint32_t* last)
{
  if (!strncasecmp(scanner->at, "daily", 5)) {
    scanner->at += 5;
    *first = 0;
    *last = 6;
    return true;
  }
  *first = scan_day(scanner);
  uint32_t day = *first;
  if (day < 7 && *scanner->at == '-') {
    ++scanner->at;
    day = scan_day(scanner);
  }
  *last = day + (day < *first ? 7u : 0u); // "Sat-Mon"
  return *first < 7 && day < 7 && *scanner->at && strchr(BLANKS, *scanner->at);
}

/// Up to two digits
static bool
scan_number(Scanner* scanner, uint32_t most, uint32_t* number)
{
  uint32_t n = 0;
  *number = 0;
  for (; n < 2 && isdigit((unsigned char)*scanner->at); ++n, ++scanner->at) {
    *number = 10 * *number + (uint32_t)(*scanner->at - '0');
  }
  return n && *number <= most;
}

/// Never beyond the end of the text
static bool
scan_mark(Scanner* scanner, char mark)
{
  const bool ok = *scanner->at == mark;
  scanner->at += ok;
  return ok;
}

/// "10:59" or "10:59:30"
static bool
scan_time(Scanner* scanner, uint32_t* seconds)
{
  uint32_t hour = 0;
  uint32_t minute = 0;
  uint32_t second = 0;
  bool ok = scan_number(scanner, 24, &hour) && scan_mark(scanner, ':') &&
            scan_number(scanner, 59, &minute);
  if (ok && scan_mark(scanner, ':')) {
    ok = scan_number(scanner, 59, &second);
  }
  *seconds = 3600 * hour + 60 * minute + second;
  return ok && *seconds <= DAY;
}

static void
skip_blanks(Scanner* scanner)
{
  scanner->at += strspn(scanner->at, BLANKS);
}

/// "Mon-Fri 22:00-06:00"
static bool
scan_item(Scanner* scanner, WeeklyWindow* window)
{
  uint32_t first = 0;
  uint32_t last = 0;
  uint32_t begin = 0;
  uint32_t end = 0;
  skip_blanks(scanner);
  bool ok = scan_days(scanner, &first, &last);
  skip_blanks(scanner);
  ok = ok && scan_time(scanner, &begin) && scan_mark(scanner, '-') &&
       scan_time(scanner, &end) && begin != end;
  skip_blanks(scanner);
  for (uint32_t day = first; ok && day <= last; ++day) {
    ok = window->n < WEEKLY_WINDOW_MOST;
    if (ok) {
      const uint32_t midnight = day % 7 * DAY;
      window->spans[window->n++] = (WeeklySpan){
          midnight + begin, midnight + end + (end < begin ? DAY : 0)};
    }
  }
  return ok;
}

bool
weekly_window_read(WeeklyWindow* window, const char* text, Error* error)
{
  Scanner scanner = {text};
  const char* item = text;
  window->n = 0;
  do {
    item = scanner.at;
    if (!scan_item(&scanner, window) || (*scanner.at && *scanner.at != ',')) {
      error_set(error, MISTAKE, item + strspn(item, BLANKS));
      return false;
    }
  } while (*scanner.at++);
  return true;
}

bool
weekly_window_set_zone(WeeklyWindow* window, const char* name, Error* error)
{
  window->zone = g_time_zone_new_identifier(name);
  if (!window->zone) {
    error_set(error, "there is no time zone '%.60s'", name);
  }
  return window->zone;
}

bool
weekly_window_has(const WeeklyWindow* window, double utc)
{
  GTimeZone* const zone = window->zone
                              ? g_time_zone_ref((GTimeZone*)window->zone)
                              : g_time_zone_new_local();
  const gint64 whole = (gint64)floor(utc);
  const gint interval =
      g_time_zone_find_interval(zone, G_TIME_TYPE_UNIVERSAL, whole);
  const gint64 local = whole + g_time_zone_get_offset(zone, interval);
  g_time_zone_unref(zone);
  const gint64 since_monday = (local + (gint64)(THURSDAY * DAY)) % WEEK;
  const uint32_t now =
      (uint32_t)(since_monday < 0 ? since_monday + (gint64)WEEK : since_monday);
  for (uint32_t i = 0; i < window->n; ++i) {
    const WeeklySpan* const span = &window->spans[i];
    if ((now >= span->begin && now < span->end) ||
        (now + WEEK >= span->begin && now + WEEK < span->end)) {
      return true;
    }
  }
  return false;
}
