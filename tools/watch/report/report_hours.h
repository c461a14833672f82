// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_REPORT_HOURS_H
#define EARMARK_REPORT_HOURS_H

#include "tools/watch/history/database.h"
#include "tools/watch/report/report_day.h"
#include "tools/watch/report/report_track.h"

#include <stdbool.h>

/// Print a line for each hour of the day: what was heard, how loud, how many
/// events.  As CSV, or for people.
void report_hours_print(const ReportDay* day,
                        const ReportTrack* track,
                        Database* database,
                        const char* station,
                        bool is_csv);

#endif
