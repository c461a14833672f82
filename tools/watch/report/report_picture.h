// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_REPORT_PICTURE_H
#define EARMARK_REPORT_PICTURE_H

#include "base/error.h"
#include "tools/watch/history/database.h"
#include "tools/watch/report/report_day.h"
#include "tools/watch/report/report_track.h"

#include <stdbool.h>

/// Draw the day as a PNG: content, the strongest tags by group, loudness and
/// events, over its hours.  False with a message.
bool report_picture_write(const char* path,
                          const ReportDay* day,
                          const ReportTrack* track,
                          Database* database,
                          const char* station,
                          Error* error);

#endif
