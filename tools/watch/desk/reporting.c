// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/watch/desk/reporting.h"

#include "base/clock.h"
#include "tools/watch/display/json_line.h"
#include "tools/watch/event/event_mutes.h"
#include "tools/watch/osc/osc_sender.h"
#include "tools/watch/source/utc.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define FOLLOW 0.9 /* Seconds from one look at mutes to the next */

struct Reporting {
  ReportingSettings settings;
  EventBook* book;
  ClipDesk clips;
  Keeper keeper;
  MuteTable* mutes;
  MuteStore mute_store;
  Announcer* announcer; ///< NULL if nobody is to be told
  double followed;      ///< When mutes were, monotonic
  OscSender* osc;       ///< NULL if nobody is told so
  json_t* lines;        ///< Of this tick
};

/// What becomes of an event goes out on all ways
static void
on_event(void* data, const Event* event, EventChange change)
{
  Reporting* const reporting = (Reporting*)data;
  clip_desk_change(&reporting->clips, event, change);
  page_event(reporting->settings.page, event, change);
  if (reporting->osc && change != EVENT_REPEATED) {
    osc_sender_event(reporting->osc, event);
  }
  json_array_append_new(reporting->lines, event_line(event, change));
  keeper_event(&reporting->keeper, event);
  if (reporting->announcer) {
    announcer_event(reporting->announcer, event, change);
  }
}

static bool
make_mutes(Reporting* reporting)
{
  const ReportingSettings* const settings = &reporting->settings;
  reporting->mutes = mute_table_new();
  reporting->mute_store.table = reporting->mutes;
  return reporting->mutes &&
         mute_table_set_weekly(reporting->mutes, settings->weekly,
                               settings->n_weekly);
}

/// False with a message
static bool
make_announcer(Reporting* reporting, Error* error)
{
  const NoticePlan* const plan = reporting->settings.notices;
  if (!plan->n_actions && !plan->heartbeat) {
    return true;
  }
  reporting->announcer = announcer_new(plan, reporting->settings.log, error);
  return reporting->announcer;
}

/// What waits and what is muted is in the history's file.  False with a
/// message.
static bool
keep(Reporting* reporting, Error* error)
{
  WatchHistory* const history = reporting->keeper.history;
  if (!history) {
    return true;
  }
  const bool ok =
      mute_store_open(&reporting->mute_store, history) &&
      (!reporting->announcer ||
       announcer_keep(reporting->announcer, history, reporting->book));
  if (!ok) {
    error_set(error, ERROR_NO_MEMORY);
  }
  return ok;
}

Reporting*
reporting_new(const ReportingSettings* settings, Error* error)
{
  Reporting* const reporting = (Reporting*)calloc(1, sizeof(Reporting));
  if (reporting) {
    *reporting = (Reporting){.settings = *settings,
                             .book = event_book_new(on_event, reporting),
                             .lines = json_array()};
  }
  if (!reporting || !reporting->book || !reporting->lines ||
      !make_mutes(reporting)) {
    error_set(error, ERROR_NO_MEMORY);
    reporting_free(reporting);
    return NULL;
  }
  event_book_set_mutes(reporting->book, reporting->mutes);
  if (!clip_desk_open(&reporting->clips, &settings->clips,
                      settings->history.path
                          ? settings->history.limits.minute_age
                          : (double)INFINITY,
                      reporting->book, settings->log, error) ||
      !make_announcer(reporting, error) ||
      !keeper_open(&reporting->keeper, &settings->history, reporting->book,
                   settings->log, error) ||
      !clip_desk_keep(&reporting->clips, &settings->clips,
                      reporting->keeper.history, error) ||
      !keep(reporting, error)) {
    reporting_free(reporting);
    return NULL;
  }
  for (uint32_t i = 0; i < event_book_n(reporting->book); ++i) {
    page_event(settings->page, event_book_at(reporting->book, i),
               EVENT_CHANGED); // Of an earlier run
  }
  reporting->osc = settings->osc
                       ? osc_sender_new(settings->osc, settings->view, error)
                       : NULL;
  if (settings->osc && !reporting->osc) {
    reporting_free(reporting);
    return NULL;
  }
  return reporting;
}

void
reporting_free(Reporting* reporting)
{
  if (reporting) {
    clip_desk_close(&reporting->clips);
    keeper_close(&reporting->keeper);
    clip_desk_end_keeping(&reporting->clips);
    announcer_free(reporting->announcer);
    osc_sender_free(reporting->osc);
    mute_store_clear(&reporting->mute_store);
    event_book_free(reporting->book);
    mute_table_free(reporting->mutes);
    json_decref(reporting->lines);
    free(reporting);
  }
}

EventBook*
reporting_book(Reporting* reporting)
{
  return reporting->book;
}

Clips*
reporting_clips(Reporting* reporting)
{
  return reporting->clips.clips;
}

WatchHistory*
reporting_history(Reporting* reporting)
{
  return reporting->keeper.history;
}

MuteTable*
reporting_mutes(Reporting* reporting)
{
  return reporting->mutes;
}

Announcer*
reporting_announcer(Reporting* reporting)
{
  return reporting->announcer;
}

void
reporting_interval(Reporting* reporting,
                   const char* station,
                   const Interval* interval,
                   const AlarmPanel* panel)
{
  const ReportingSettings* const settings = &reporting->settings;
  keeper_interval(&reporting->keeper, station, interval);
  page_interval(settings->page, station, interval);
  json_array_append_new(reporting->lines,
                        json_line_of(station, settings->view, interval, panel,
                                     settings->has_all_tags));
}

/// What time brings
static void
follow(Reporting* reporting)
{
  const double now = wall_seconds();
  if (now > reporting->followed + FOLLOW) {
    reporting->followed = now;
    mute_store_follow(&reporting->mute_store, utc_of(now));
    event_mutes_follow(reporting->book, reporting->mutes, utc_of(now));
  }
  if (reporting->announcer) {
    announcer_follow(reporting->announcer, reporting->book);
  }
}

void
reporting_stations(Reporting* reporting, const LiveTableRow* rows, uint32_t n)
{
  for (uint32_t i = 0; reporting->osc && i < n; ++i) {
    osc_sender_station(reporting->osc, rows[i].name, rows[i].status.state,
                       rows[i].reading);
  }
}

bool
reporting_end_tick(Reporting* reporting)
{
  follow(reporting);
  size_t i = 0;
  json_t* line = NULL;
  clip_desk_tick(&reporting->clips);
  keeper_end_tick(&reporting->keeper);
  json_array_foreach(reporting->lines, i, line)
  {
    if (reporting->settings.prints) {
      json_line_print(stdout, line);
    }
  }
  json_array_clear(reporting->lines);
  if (reporting->announcer) {
    announcer_end_tick(reporting->announcer);
  }
  page_end_tick(reporting->settings.page);
  fflush(stdout);
  return !ferror(stdout);
}

void
reporting_finish(Reporting* reporting)
{
  clip_desk_finish(&reporting->clips);
  reporting_end_tick(reporting);
  if (reporting->announcer) {
    announcer_finish(reporting->announcer);
    keeper_end_tick(&reporting->keeper); // What was sent need not wait
  }
}
