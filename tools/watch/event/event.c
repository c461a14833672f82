// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _GNU_SOURCE // getrandom()

#include "tools/watch/event/event.h"

#include "base/clock.h"
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
event_of_system(const char* station,
                const char* rule,
                double value,
                double limit,
                double stamp)
{
  const double now = utc_of(stamp);
  Event event = {.measure = MEASURE_N,
                 .started_at = now,
                 .raised_at = now,
                 .proven_at = now,
                 .ended_at = (double)NAN,
                 .value = value,
                 .worst = value,
                 .limit = limit,
                 .n_raised = 1};
  make_id(event.id, now);
  snprintf(event.station, sizeof(event.station), "%s", station);
  snprintf(event.rule, sizeof(event.rule), "%s", rule);
  return event;
}

Event
event_of(const char* station, const Alarm* alarm, double stamp)
{
  const AlarmRule* const rule = alarm->rule;
  const bool has_limit = measure_traits(rule->measure)->has_limit;
  Event event = event_of_system(station, rule->name, alarm->value,
                                has_limit ? rule->raise : (double)NAN, stamp);
  event.measure = rule->measure;
  event.started_at = utc_of(alarm->begin);
  event.worst = alarm->worst;
  return event;
}

const char*
event_change_name(EventChange change)
{
  static const char* const names[] = {[EVENT_RAISED] = "raised",
                                      [EVENT_CHANGED] = "changed",
                                      [EVENT_REPEATED] = "repeated",
                                      [EVENT_RESOLVED] = "resolved"};
  return names[change];
}

/// A text, or null for ""
static json_t*
text(const char* string)
{
  return *string ? json_string(string) : json_null();
}

bool
event_is_firing(const Event* event)
{
  return isnan(event->ended_at);
}

json_t*
event_json(const Event* event)
{
  const MeasureTraits* const traits =
      event->measure != MEASURE_N ? measure_traits(event->measure) : NULL;
  const bool is_firing = event_is_firing(event);
  json_t* const object = json_object();
  json_object_set_new(object, "id", json_string(event->id));
  json_object_set_new(object, "station", text(event->station));
  json_object_set_new(object, "rule", json_string(event->rule));
  json_object_set_new(object, "on", text(traits ? traits->name : ""));
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
  json_object_set_new(object, "unit", text(traits ? traits->unit : ""));
  json_object_set_new(object, "times_raised", json_integer(event->n_raised));
  json_object_set_new(object, "flapping", json_boolean(event->is_flapping));
  json_object_set_new(object, "muted", json_boolean(event->is_muted));
  json_object_set_new(object, "acknowledged",
                      json_boolean(event->is_acknowledged));
  json_object_set_new(object, "test", json_boolean(event->is_test));
  json_object_set_new(object, "clip", text(event->clip));
  return object;
}

json_t*
event_line(const Event* event, EventChange change)
{
  json_t* const line = json_object();
  json_object_set_new(line, "schema", json_integer(JSON_LINE_SCHEMA));
  json_object_set_new(line, "type", json_string("event"));
  json_object_set_new(line, "time", json_line_time(utc_of(wall_seconds())));
  json_object_set_new(line, "change", json_string(event_change_name(change)));
  json_object_set_new(line, "event", event_json(event));
  return line;
}
