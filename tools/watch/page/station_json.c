// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/page/station_json.h"

#include "tools/watch/display/json_line.h"
#include "tools/watch/source/utc.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define MAX_FIRING 512 /* Bytes of the names of rules that fire */

static json_t*
text_or_null(const char* text)
{
  return *text ? json_string(text) : json_null();
}

static void
add_status(json_t* object, const SourceStatus* status)
{
  json_object_set_new(object, "state",
                      json_string(source_state_name(status->state)));
  json_object_set_new(object, "reason",
                      text_or_null(source_reason_name(status->reason)));
  json_object_set_new(object, "since", json_line_time(utc_of(status->since)));
}

/// The names of rules that fire, and how many there are
static void
add_firing(json_t* object, const SnapshotStation* station)
{
  char names[MAX_FIRING] = "";
  size_t length = 0;
  uint32_t n = 0;
  for (uint32_t i = 0; i < station->n_rules; ++i) {
    if (station->rules[i].alarm.is_firing) {
      ++n;
      if (length < sizeof(names)) {
        length +=
            (size_t)snprintf(names + length, sizeof(names) - length, "%s%s",
                             length ? " " : "", station->rules[i].rule.name);
      }
    }
  }
  json_object_set_new(object, "n_firing", json_integer(n));
  json_object_set_new(object, "firing", text_or_null(names));
}

/// The strongest tag of each group, if one is worth saying
static void
add_leaders(json_t* object, const SnapshotStation* station, const View* view)
{
  for (uint32_t i = 0; i < view->n_groups; ++i) {
    json_object_set_new(object, view->groups[i].symbol, json_null());
  }
  for (uint32_t i = station->n_said; i > 0; --i) { // The first comes last
    const Tag* const tag = &view->tags[station->said[i - 1u]];
    json_object_set_new(object, view->groups[tag->place].symbol,
                        json_string(tag->name));
  }
}

static void
add_scales(json_t* object, const Reading* reading, const View* view)
{
  for (uint32_t i = 0; i < view->n_scales; ++i) {
    const double value = reading ? (double)reading->tags[view->n_tags + i]
                                 : (double)NAN; // Behind the tags
    json_object_set_new(object, view->scales[i].symbol,
                        json_line_number(value));
  }
}

static json_t*
rules_of(const SnapshotStation* station, bool has_all)
{
  json_t* const list = json_array();
  for (uint32_t i = 0; i < station->n_rules; ++i) {
    const Alarm* const alarm = &station->rules[i].alarm;
    if (has_all || alarm->is_firing || alarm->held > 0.0) {
      json_t* const rule = json_line_rule(alarm);
      const MeasureTraits* const traits =
          measure_traits(station->rules[i].rule.measure);
      json_object_set_new(rule, "unit", text_or_null(traits->unit));
      json_object_set_new(rule, "muted",
                          json_boolean(station->rules[i].is_muted));
      if (!traits->has_limit) {
        json_object_set_new(rule, "limit", json_null());
      }
      json_array_append_new(list, rule);
    }
  }
  return list;
}

/// At its end; at the floor there is none
static json_t*
momentary(const Reading* reading)
{
  const double lufs = reading ? reading->loudness.momentary : (double)NAN;
  return json_line_number(lufs > LOUDNESS_FLOOR ? lufs : (double)NAN);
}

json_t*
station_json(const Snapshot* snapshot,
             const SnapshotStation* station,
             const View* view,
             bool has_rules)
{
  json_t* const object = json_object();
  const Reading* const reading = station->reading;
  json_object_set_new(object, "schema", json_integer(JSON_LINE_SCHEMA));
  json_object_set_new(object, "time", json_line_time(snapshot->time));
  json_object_set_new(object, "station", json_string(station->name));
  json_object_set_new(object, "live",
                      json_integer(station->status.state == SOURCE_LIVE));
  add_status(object, &station->status);
  json_object_set_new(
      object, "state_seconds",
      json_line_number(snapshot->time - utc_of(station->status.since)));
  add_firing(object, station);
  json_object_set_new(object, "title",
                      reading ? text_or_null(reading->title.text)
                              : json_null());
  add_leaders(object, station, view);
  add_scales(object, reading, view);
  json_object_set_new(object, "lufs_momentary", momentary(reading));
  json_line_add_sound(object, view, reading);
  json_object_set_new(object, "lag_seconds", json_line_number(station->lag));
  json_object_set_new(object, "audio_seconds_total",
                      json_line_number(station->totals.audio_seconds));
  json_object_set_new(object, "dropped_seconds_total",
                      json_line_number(station->totals.dropped_seconds));
  if (has_rules) {
    json_object_set_new(object, "rules", rules_of(station, true));
  }
  return object;
}

static json_t*
thousandths(const Reading* reading, uint32_t n_tags)
{
  json_t* const list = json_array();
  for (uint32_t i = 0; i < n_tags; ++i) {
    json_array_append_new(list,
                          json_integer(lrintf(1000.0f * reading->tags[i])));
  }
  return list;
}

static json_t*
said_of(const SnapshotStation* station)
{
  json_t* const list = json_array();
  for (uint32_t i = 0; i < station->n_said; ++i) {
    json_array_append_new(list, json_integer(station->said[i]));
  }
  return list;
}

static json_t*
live_of(const SnapshotStation* station, const View* view)
{
  json_t* const object = json_object();
  const Reading* const reading = station->reading;
  json_object_set_new(object, "name", json_string(station->name));
  add_status(object, &station->status);
  json_object_set_new(object, "rules", rules_of(station, false));
  if (reading) {
    json_object_set_new(object, "title", text_or_null(reading->title.text));
    json_object_set_new(object, "tags", thousandths(reading, view->n_tags));
    json_object_set_new(object, "said", said_of(station));
    add_scales(object, reading, view);
    json_object_set_new(object, "lufs_momentary", momentary(reading));
    json_object_set_new(object, "lag_seconds", json_line_number(station->lag));
    json_line_add_sound(object, view, reading);
  }
  return object;
}

json_t*
station_json_mutes(const Snapshot* snapshot)
{
  json_t* const list = json_array();
  for (uint32_t i = 0; i < snapshot->n_mutes; ++i) {
    const Mute* const mute = &snapshot->mutes[i];
    json_t* const object = json_object();
    json_object_set_new(object, "station", text_or_null(mute->station));
    json_object_set_new(object, "rule", text_or_null(mute->rule));
    json_object_set_new(object, "begin", json_line_time(mute->begin));
    json_object_set_new(object, "end", json_line_time(mute->end));
    json_object_set_new(object, "who", text_or_null(mute->who));
    json_object_set_new(object, "why", text_or_null(mute->why));
    json_array_append_new(list, object);
  }
  return list;
}

json_t*
station_json_live(const Snapshot* snapshot, const View* view)
{
  json_t* const object = json_object();
  json_t* const list = json_array();
  for (uint32_t i = 0; i < snapshot->n_stations; ++i) {
    json_array_append_new(list, live_of(&snapshot->stations[i], view));
  }
  json_object_set_new(object, "time", json_line_time(snapshot->time));
  json_object_set_new(object, "stations", list);
  json_object_set_new(object, "mutes", station_json_mutes(snapshot));
  return object;
}

json_t*
station_json_view(const View* view)
{
  json_t* const object = json_object();
  json_t* const groups = json_array();
  json_t* const tags = json_array();
  for (uint32_t i = 0; i < view->n_groups; ++i) {
    char colour[16];
    snprintf(colour, sizeof(colour), "#%06x", view->groups[i].colour);
    json_t* const group = json_object();
    json_object_set_new(group, "name", json_string(view->groups[i].name));
    json_object_set_new(group, "colour", json_string(colour));
    json_array_append_new(groups, group);
  }
  for (uint32_t i = 0; i < view->n_tags; ++i) {
    json_t* const tag = json_object();
    json_object_set_new(tag, "name", json_string(view->tags[i].name));
    json_object_set_new(tag, "group", json_integer(view->tags[i].place));
    json_object_set_new(tag, "threshold",
                        json_line_number((double)view->tags[i].threshold));
    json_array_append_new(tags, tag);
  }
  json_object_set_new(object, "groups", groups);
  json_object_set_new(object, "tags", tags);
  return object;
}
