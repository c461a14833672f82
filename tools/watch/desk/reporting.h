// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_REPORTING_H
#define EARMARK_REPORTING_H

#include "tools/watch/desk/announcer.h"
#include "tools/watch/desk/clip_desk.h"
#include "tools/watch/desk/keeper.h"
#include "tools/watch/desk/mute_store.h"
#include "tools/watch/display/live_table.h"
#include "tools/watch/event/event_book.h"
#include "tools/watch/history/watch_history.h"
#include "tools/watch/page/page.h"
#include "tools/watch/rules/alarm_panel.h"
#include "tools/watch/rules/mute.h"
#include "tools/watch/station/interval.h"

#include <jansson.h>
#include <stdbool.h>

typedef struct {
  const View* view;
  Page* page;                ///< Or NULL
  bool prints;               ///< Lines of JSON, on standard output
  bool has_all_tags;         ///< Not only those that are worth saying
  ClipPlan clips;            ///< Of events; none without a folder
  const NoticePlan* notices; ///< Outlives it
  const WeeklyMute* weekly;  ///< [n_weekly]
  uint32_t n_weekly;
  HistorySettings history; ///< Without a path, there is none
  const char* osc;         ///< Who is told by Open Sound Control, or NULL
  Log* log;                ///< Outlives it
} ReportingSettings;

/**
   The one way on which all that is said of stations leaves the desk.  What a
   tick brings is kept until its end, and then goes out to all at once: nobody
   hears of what another may still lose.  For the main thread.
*/
typedef struct Reporting Reporting;

/// With the events of the history that still fire.  NULL with a message.
Reporting* reporting_new(const ReportingSettings* settings, Error* error);

/// `reporting` may be NULL
void reporting_free(Reporting* reporting);

/// The events of all stations, whose changes go out by themselves
EventBook* reporting_book(Reporting* reporting);

/// The clips of events, or NULL
Clips* reporting_clips(Reporting* reporting);

/// What nobody is told of for some time; it may be changed
MuteTable* reporting_mutes(Reporting* reporting);

/// Who is told of events; NULL for nobody
Announcer* reporting_announcer(Reporting* reporting);

void reporting_interval(Reporting* reporting,
                        const char* station,
                        const Interval* interval,
                        const AlarmPanel* panel);

/// What was, or NULL
WatchHistory* reporting_history(Reporting* reporting);

/// About once a second: how the stations are, and what was heard of them last
void
reporting_stations(Reporting* reporting, const LiveTableRow* rows, uint32_t n);

/// Let out what was collected.  False if nobody reads standard output any more.
bool reporting_end_tick(Reporting* reporting);

/// There is nothing more to come but what others still have to say
void reporting_finish(Reporting* reporting);

#endif
