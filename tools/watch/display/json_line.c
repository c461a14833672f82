// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/display/json_line.h"

#include "tools/watch/source/utc.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define DECIMALS 1e4
#define PRECISION 12 /* Digits, so that what was rounded is printed so */

json_t*
json_line_number(double value)
{
  return isfinite(value) ? json_real(round(value * DECIMALS) / DECIMALS)
                         : json_null();
}

json_t*
json_line_time(double seconds)
{
  char text[UTC_TEXT_SIZE];
  return json_string(utc_format(seconds, text));
}

/// Decibels; what is at the floor is no level, and null
static json_t*
decibels(double value)
{
  return json_line_number(value > SIGNAL_LEVEL_FLOOR ? value : (double)NAN);
}

static void
add_tag(json_t* group, const View* view, const Reading* reading, uint32_t tag)
{
  json_object_set_new(group, view->tags[tag].name,
                      json_line_number((double)reading->tags[tag]));
}

/// {group: {tag: value}}, the strongest first, or all
static json_t*
tags_of(const View* view, const Interval* interval, bool has_all_tags)
{
  json_t* const groups = json_object();
  for (uint32_t g = 0; g < view->n_groups; ++g) {
    json_t* const group = json_object();
    const uint32_t* said = NULL;
    const uint32_t n_said = summary_tags(interval->summary, g, &said);
    for (uint32_t i = 0; !has_all_tags && i < n_said; ++i) {
      add_tag(group, view, interval->reading, said[i]);
    }
    for (uint32_t i = 0; has_all_tags && i < view->n_tags; ++i) {
      if (view->tags[i].place == g) {
        add_tag(group, view, interval->reading, i);
      }
    }
    json_object_set_new(groups, view->groups[g].name, group);
  }
  return groups;
}

/// {scale: value}
static json_t*
scales_of(const View* view, const Reading* reading)
{
  json_t* const scales = json_object();
  for (uint32_t i = 0; i < view->n_scales; ++i) {
    json_object_set_new(
        scales, view->scales[i].name,
        json_line_number((double)reading->tags[view->n_tags + i]));
  }
  return scales;
}

static void
add_content(json_t* line, const View* view, const Reading* reading)
{
  static const char* const names[] = {"music", "speech", "silence"};
  for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); ++i) {
    const double value =
        reading ? reading_tag(reading, view, names[i]) : (double)NAN;
    json_object_set_new(line, names[i], json_line_number(value));
  }
}

static void
add_loudness(json_t* line, const Reading* reading)
{
  const Loudness* const loudness = &reading->loudness;
  json_object_set_new(line, "lufs_momentary_max",
                      decibels(reading->momentary_max));
  json_object_set_new(line, "lufs_short_term", decibels(loudness->short_term));
  json_object_set_new(line, "lufs_integrated", decibels(loudness->integrated));
  json_object_set_new(line, "loudness_range_lu",
                      json_line_number(loudness->range));
  json_object_set_new(line, "integrated_since",
                      json_line_time(utc_of(reading->span_begin)));
  json_object_set_new(line, "dbtp_max", decibels(reading->true_peak_max));
}

static void
add_level(json_t* line, const SignalLevel* level)
{
  json_object_set_new(line, "dbfs_left",
                      decibels(signal_level_rms_left(level)));
  json_object_set_new(line, "dbfs_right",
                      decibels(signal_level_rms_right(level)));
  json_object_set_new(
      line, "dbfs_peak_left",
      decibels(signal_level_decibels(level->peak_left * level->peak_left)));
  json_object_set_new(
      line, "dbfs_peak_right",
      decibels(signal_level_decibels(level->peak_right * level->peak_right)));
  json_object_set_new(line, "correlation",
                      json_line_number(signal_level_correlation(level)));
  json_object_set_new(line, "clipped_samples",
                      json_integer((json_int_t)level->n_clipped));
  json_object_set_new(line, "bad_samples",
                      json_integer((json_int_t)level->n_bad));
}

static void
add_nothing(json_t* line)
{
  static const char* const names[] = {
      "lufs_momentary_max", "lufs_short_term",  "lufs_integrated",
      "loudness_range_lu",  "integrated_since", "dbtp_max",
      "dbfs_left",          "dbfs_right",       "dbfs_peak_left",
      "dbfs_peak_right",    "correlation",      "clipped_samples",
      "bad_samples"};
  for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); ++i) {
    json_object_set_new(line, names[i], json_null());
  }
}

static void
add_head(json_t* line, const char* station, const Interval* interval)
{
  const SourceStatus* const status = &interval->status;
  const char* const reason = source_reason_name(status->reason);
  json_object_set_new(line, "schema", json_integer(JSON_LINE_SCHEMA));
  json_object_set_new(line, "type", json_string("interval"));
  json_object_set_new(line, "time", json_line_time(utc_of(interval->begin)));
  json_object_set_new(line, "station", json_string(station));
  json_object_set_new(line, "sequence",
                      json_integer((json_int_t)interval->sequence));
  json_object_set_new(line, "seconds",
                      json_line_number(interval->end - interval->begin));
  json_object_set_new(line, "state",
                      json_string(source_state_name(status->state)));
  json_object_set_new(line, "reason",
                      *reason ? json_string(reason) : json_null());
  json_object_set_new(line, "since", json_line_time(utc_of(status->since)));
}

void
json_line_add_sound(json_t* object, const View* view, const Reading* reading)
{
  add_content(object, view, reading);
  if (reading) {
    add_loudness(object, reading);
    add_level(object, &reading->level);
  } else {
    add_nothing(object);
  }
}

json_t*
json_line_rule(const Alarm* alarm)
{
  json_t* const rule = json_object();
  const char* const state = alarm->is_firing    ? "firing"
                            : alarm->held > 0.0 ? "pending"
                                                : "ok";
  json_object_set_new(rule, "rule", json_string(alarm->rule->name));
  json_object_set_new(rule, "state", json_string(state));
  json_object_set_new(rule, "since",
                      alarm->is_firing || alarm->held > 0.0
                          ? json_line_time(utc_of(alarm->begin))
                          : json_null());
  json_object_set_new(rule, "value", json_line_number(alarm->value));
  json_object_set_new(rule, "limit", json_line_number(alarm_limit(alarm)));
  json_object_set_new(rule, "held_seconds", json_line_number(alarm->held));
  json_object_set_new(rule, "needed_seconds",
                      json_line_number(alarm_needed(alarm)));
  return rule;
}

/// Rules that fire, or are on the way to
static json_t*
rules_of(const AlarmPanel* panel)
{
  json_t* const list = json_array();
  for (uint32_t i = 0; i < panel->n; ++i) {
    const Alarm* const alarm = &panel->alarms[i];
    if (alarm->is_firing || alarm->held > 0.0) {
      json_array_append_new(list, json_line_rule(alarm));
    }
  }
  return list;
}

json_t*
json_line_of(const char* station,
             const View* view,
             const Interval* interval,
             const AlarmPanel* panel,
             bool has_all_tags)
{
  json_t* const line = json_object();
  const Reading* const reading = interval->reading;
  add_head(line, station, interval);
  json_object_set_new(line, "title",
                      reading && reading->title.text[0]
                          ? json_string(reading->title.text)
                          : json_null());
  json_object_set_new(line, "tags",
                      reading ? tags_of(view, interval, has_all_tags)
                              : json_null());
  json_object_set_new(line, "scales",
                      reading ? scales_of(view, reading) : json_null());
  json_line_add_sound(line, view, reading);
  json_object_set_new(line, "rules", rules_of(panel));
  json_object_set_new(line, "lag_seconds", json_line_number(interval->lag));
  json_object_set_new(line, "dropped_seconds",
                      json_line_number(reading ? reading->dropped : 0.0));
  return line;
}

char*
json_line_text(const json_t* object)
{
  return json_dumps(object, JSON_COMPACT | JSON_REAL_PRECISION(PRECISION));
}

void
json_line_print(FILE* stream, const json_t* object)
{
  char* const text = json_line_text(object);
  for (const char* c = text ? text : ""; *c; ++c) {
    if (*c == 0x7F) { // A terminal would obey it
      fputs("\\u007f", stream);
    } else {
      putc(*c, stream);
    }
  }
  putc('\n', stream);
  free(text);
}
