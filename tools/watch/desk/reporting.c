// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/desk/reporting.h"

#include "tools/watch/display/json_line.h"

#include <stdio.h>
#include <stdlib.h>

struct Reporting {
  ReportingSettings settings;
  EventBook* book;
  ClipDesk clips;
  json_t* lines; ///< Of this tick
};

/// What becomes of an event goes out on all ways
static void
on_event(void* data, const Event* event, EventChange change)
{
  Reporting* const reporting = (Reporting*)data;
  clip_desk_change(&reporting->clips, event, change);
  json_array_append_new(reporting->lines, event_line(event, change));
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
  if (!reporting || !reporting->book || !reporting->lines) {
    error_set(error, ERROR_NO_MEMORY);
    reporting_free(reporting);
    return NULL;
  }
  if (!clip_desk_open(&reporting->clips, &settings->clips, reporting->book,
                      settings->log, error)) {
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
    event_book_free(reporting->book);
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

void
reporting_interval(Reporting* reporting,
                   const char* station,
                   const Interval* interval,
                   const AlarmPanel* panel)
{
  const ReportingSettings* const settings = &reporting->settings;
  json_array_append_new(reporting->lines,
                        json_line_of(station, settings->view, interval, panel,
                                     settings->has_all_tags));
}

bool
reporting_end_tick(Reporting* reporting)
{
  size_t i = 0;
  json_t* line = NULL;
  clip_desk_tick(&reporting->clips);
  json_array_foreach(reporting->lines, i, line)
  {
    if (reporting->settings.prints) {
      json_line_print(stdout, line);
    }
  }
  json_array_clear(reporting->lines);
  fflush(stdout);
  return !ferror(stdout);
}

void
reporting_finish(Reporting* reporting)
{
  clip_desk_finish(&reporting->clips);
  reporting_end_tick(reporting);
}
