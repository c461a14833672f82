// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/desk/reporting.h"

#include "tools/watch/display/json_line.h"

#include <stdio.h>
#include <stdlib.h>

struct Reporting {
  ReportingSettings settings;
  json_t* lines; ///< Of this tick
};

Reporting*
reporting_new(const ReportingSettings* settings, Error* error)
{
  Reporting* const reporting = (Reporting*)calloc(1, sizeof(Reporting));
  json_t* const lines = json_array();
  if (!reporting || !lines) {
    json_decref(lines);
    free(reporting);
    error_set(error, ERROR_NO_MEMORY);
    return NULL;
  }
  *reporting = (Reporting){.settings = *settings, .lines = lines};
  return reporting;
}

void
reporting_free(Reporting* reporting)
{
  if (reporting) {
    json_decref(reporting->lines);
    free(reporting);
  }
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

void
reporting_event(Reporting* reporting, const Event* event, EventChange change)
{
  (void)reporting; // Nobody is told of events yet
  (void)event;
  (void)change;
}

bool
reporting_end_tick(Reporting* reporting)
{
  size_t i = 0;
  json_t* line = NULL;
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
