// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_REPORT_DAY_H
#define EARMARK_REPORT_DAY_H

#include "base/error.h"

#include <stdbool.h>

#define REPORT_TIME_SIZE 40u

/// A day of a time zone, of 23 to 25 hours
typedef struct {
  void* zone;   ///< glib's; report_day_clear() frees it
  double begin; ///< Seconds since 1970, UTC
  double end;
} ReportDay;

/// The day "2026-11-25" of a zone, or the one in which `utc` is if `date` is
/// NULL; `zone` is a name as "Europe/Rome", or NULL for this machine's.  False
/// with a message.
bool report_day_set(ReportDay* day,
                    const char* date,
                    double utc,
                    const char* zone,
                    Error* error);

void report_day_clear(ReportDay* day);

/// "2026-11-25"
const char* report_day_date(const ReportDay* day, char text[REPORT_TIME_SIZE]);

/// The zone's name, for people
const char* report_day_zone(const ReportDay* day);

/// A time in the day's zone: "2026-11-25T13:00:00+01:00", or "13:00:00"
const char* report_day_time(const ReportDay* day,
                            double utc,
                            bool is_whole,
                            char text[REPORT_TIME_SIZE]);

#endif
