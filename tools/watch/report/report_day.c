// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/report/report_day.h"

#include <glib.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static bool
read_date(const char* date, int* year, int* month, int* day)
{
  if (strlen(date) != 10 || strspn(date, "0123456789") != 4 ||
      strspn(date + 5, "0123456789") != 2 ||
      strspn(date + 8, "0123456789") != 2 || date[4] != '-' || date[7] != '-') {
    return false;
  }
  *year = (int)g_ascii_strtoll(date, NULL, 10);
  *month = (int)g_ascii_strtoll(date + 5, NULL, 10);
  *day = (int)g_ascii_strtoll(date + 8, NULL, 10);
  return g_date_valid_dmy((GDateDay)*day, (GDateMonth)*month, (GDateYear)*year);
}

/// When a date begins: at midnight, or where there is none, as late as it must
static double
begin_of(GTimeZone* zone, int year, int month, int day)
{
  GDateTime* const time = g_date_time_new(zone, year, month, day, 0, 0, 0.0);
  const double utc = time ? (double)g_date_time_to_unix(time) : (double)NAN;
  if (time) {
    g_date_time_unref(time);
  }
  return utc;
}

bool
report_day_set(ReportDay* day,
               const char* date,
               double utc,
               const char* zone,
               Error* error)
{
  int y = 0;
  int m = 0;
  int d = 0;
  *day = (ReportDay){.zone = zone ? g_time_zone_new_identifier(zone)
                                  : g_time_zone_new_local()};
  GTimeZone* const own = (GTimeZone*)day->zone;
  if (!own) {
    error_set(error, "there is no time zone '%.60s'", zone);
    return false;
  }
  if (!date) {
    GDateTime* const then = g_date_time_new_from_unix_utc((gint64)utc);
    GDateTime* const local = g_date_time_to_timezone(then, own);
    g_date_time_get_ymd(local, &y, &m, &d);
    g_date_time_unref(local);
    g_date_time_unref(then);
  } else if (!read_date(date, &y, &m, &d)) {
    error_set(error, "'%.60s' is no day, such as 2026-11-25", date);
    return false;
  }
  GDate next;
  g_date_clear(&next, 1);
  g_date_set_dmy(&next, (GDateDay)d, (GDateMonth)m, (GDateYear)y);
  g_date_add_days(&next, 1);
  day->begin = begin_of(own, y, m, d);
  day->end = begin_of(own, g_date_get_year(&next), (int)g_date_get_month(&next),
                      g_date_get_day(&next));
  if (!(day->end > day->begin)) {
    error_set(error, "there was no such day there");
    return false;
  }
  return true;
}

void
report_day_clear(ReportDay* day)
{
  if (day->zone) {
    g_time_zone_unref((GTimeZone*)day->zone);
  }
  *day = (ReportDay){NULL, 0.0, 0.0};
}

/// As g_date_time_format() has it
static const char*
format(const ReportDay* day, double utc, const char* how, char* text)
{
  GDateTime* const then = g_date_time_new_from_unix_utc((gint64)floor(utc));
  GDateTime* const local =
      then ? g_date_time_to_timezone(then, (GTimeZone*)day->zone) : NULL;
  char* const made = local ? g_date_time_format(local, how) : NULL;
  snprintf(text, REPORT_TIME_SIZE, "%s", made ? made : "");
  g_free(made);
  if (local) {
    g_date_time_unref(local);
  }
  if (then) {
    g_date_time_unref(then);
  }
  return text;
}

const char*
report_day_date(const ReportDay* day, char text[REPORT_TIME_SIZE])
{
  return format(day, day->begin, "%Y-%m-%d", text);
}

const char*
report_day_zone(const ReportDay* day)
{
  return g_time_zone_get_identifier((GTimeZone*)day->zone);
}

const char*
report_day_time(const ReportDay* day,
                double utc,
                bool is_whole,
                char text[REPORT_TIME_SIZE])
{
  return format(day, utc, is_whole ? "%Y-%m-%dT%H:%M:%S%:z" : "%H:%M:%S", text);
}
