// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _GNU_SOURCE // getrandom()

#include "tools/watch/event/event.h"

#include "tools/watch/display/json_line.h"
#include "tools/watch/source/utc.h"

#include <math.h>
#include <stdio.h>
#include <sys/random.h>
#include <time.h>

/// The time, so that names sort, and some bytes that no other has
static void
make_id(char id[EVENT_ID_SIZE], double seconds)
{
  uint64_t number = 0;
  struct tm parts = {0};
  char date[20] = "";
  const time_t whole = (time_t)seconds;
  if (getrandom(&number, sizeof(number), 0) != (ssize_t)sizeof(number)) {
    number = (uint64_t)(seconds * 1e9);
  }
  gmtime_r(&whole, &parts);
  strftime(date, sizeof(date), "%Y%m%dT%H%M%SZ", &parts);
  snprintf(id, EVENT_ID_SIZE, "%s-%016llx", date, (unsigned long long)number);
}

Event
event_of(const char* station, const Alarm* alarm, double stamp)
{
  const MeasureTraits* const traits = measure_traits(alarm->rule->measure);
  Event event = {.measure = alarm->rule->measure,
                 .started_at = utc_of(alarm->begin),
                 .raised_at = utc_of(stamp),
                 .ended_at = (double)NAN,
                 .value = alarm->value,
                 .worst = alarm->worst,
                 .limit = traits->has_limit ? alarm->rule->raise : (double)NAN};
  make_id(event.id, event.raised_at);
  snprintf(event.station, sizeof(event.station), "%s", station);
  snprintf(event.rule, sizeof(event.rule), "%s", alarm->rule->name);
  return event;
}

bool
event_is_firing(const Event* event)
{
  return isnan(event->ended_at);
}

json_t*
event_json(const Event* event)
{
  const MeasureTraits* const traits = measure_traits(event->measure);
  const bool is_firing = event_is_firing(event);
  json_t* const object = json_object();
  json_object_set_new(object, "id", json_string(event->id));
  json_object_set_new(object, "station", json_string(event->station));
  json_object_set_new(object, "rule", json_string(event->rule));
  json_object_set_new(object, "on", json_string(traits->name));
  json_object_set_new(object, "state",
                      json_string(is_firing ? "firing" : "resolved"));
  json_object_set_new(object, "started_at", json_line_time(event->started_at));
  json_object_set_new(object, "raised_at", json_line_time(event->raised_at));
  json_object_set_new(object, "ended_at",
                      is_firing ? json_null()
                                : json_line_time(event->ended_at));
  json_object_set_new(object, "value", json_line_number(event->value));
  json_object_set_new(object, "worst", json_line_number(event->worst));
  json_object_set_new(object, "limit", json_line_number(event->limit));
  json_object_set_new(object, "unit",
                      *traits->unit ? json_string(traits->unit) : json_null());
  json_object_set_new(object, "muted", json_boolean(event->is_muted));
  json_object_set_new(object, "acknowledged",
                      json_boolean(event->is_acknowledged));
  json_object_set_new(object, "test", json_boolean(event->is_test));
  json_object_set_new(object, "clip",
                      event->clip[0] ? json_string(event->clip) : json_null());
  return object;
}
