// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_REPORT_SEGMENTS_H
#define EARMARK_REPORT_SEGMENTS_H

#include "tools/watch/history/database.h"
#include "tools/watch/report/report_day.h"
#include "tools/watch/report/report_track.h"

#include <stdbool.h>

/// Print the programme log of a day: from when to when there was music, speech,
/// both or neither, and under which title.  What is shorter than a few seconds
/// is of the time before it.  As CSV, or for people: then with the shares of
/// the day.
void report_segments_print(const ReportDay* day,
                           const ReportTrack* track,
                           Database* database,
                           const char* station,
                           bool is_csv);

/// Print the shares of the day, as CSV, or for people
void report_segments_print_shares(const ReportDay* day,
                                  const ReportTrack* track,
                                  const char* station,
                                  bool is_csv);

#endif
