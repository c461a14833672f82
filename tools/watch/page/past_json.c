// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/page/past_json.h"

#include "tools/watch/display/json_line.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/// Some bins as one
typedef struct {
  double seconds;
  double loudness; ///< LUFS, the mean; NaN for none
  double highest;  ///< LUFS; NaN for none
} Point;

static json_t*
tags_of(const double* sums, uint32_t n_tags, double seconds)
{
  json_t* const list = json_array();
  for (uint32_t i = 0; i < n_tags; ++i) {
    json_array_append_new(list, json_integer(lrint(100.0 * sums[i] / seconds)));
  }
  return list;
}

/// Add the bins first..first+n-1 up: a point, and its tags into sums[n_tags]
static Point
add_up(const RecentPast* past, uint32_t first, uint32_t n, double* sums)
{
  Point point = {.highest = (double)NAN};
  double loudness_seconds = 0.0;
  for (uint32_t i = first; i < first + n && i < past->n; ++i) {
    const uint8_t* tags = NULL;
    const RecentBin* const bin = recent_past_bin(past, i, &tags);
    const double seconds = (double)bin->seconds;
    for (uint32_t k = 0; k < past->n_tags; ++k) {
      sums[k] += seconds * tags[k] / 255.0;
    }
    if (isfinite(bin->short_term)) {
      point.loudness += seconds * (double)bin->short_term;
      loudness_seconds += seconds;
    }
    point.highest = fmax(point.highest, (double)bin->momentary);
    point.seconds += seconds;
  }
  point.loudness /= loudness_seconds; // NaN without
  return point;
}

static void
add_points(json_t* object, const RecentPast* past, uint32_t step, double* sums)
{
  json_t* const times = json_array();
  json_t* const loudness = json_array();
  json_t* const highest = json_array();
  json_t* const tags = json_array();
  for (uint32_t i = 0; i < past->n; i += step) {
    const uint8_t* unused = NULL;
    for (uint32_t k = 0; k < past->n_tags; ++k) {
      sums[k] = 0.0;
    }
    const Point point = add_up(past, i, step, sums);
    const double begin = recent_past_bin(past, i, &unused)->begin;
    json_array_append_new(times, json_integer((json_int_t)begin));
    json_array_append_new(loudness, json_line_number(point.loudness));
    json_array_append_new(highest, json_line_number(point.highest));
    json_array_append_new(tags, point.seconds > 0.0
                                    ? tags_of(sums, past->n_tags, point.seconds)
                                    : json_null());
  }
  json_object_set_new(object, "step_seconds",
                      json_line_number(step * RECENT_PAST_STEP));
  json_object_set_new(object, "times", times);
  json_object_set_new(object, "lufs_short_term", loudness);
  json_object_set_new(object, "lufs_momentary_max", highest);
  json_object_set_new(object, "tags", tags);
}

json_t*
past_json(const RecentPast* past, uint32_t n_points)
{
  json_t* const object = json_object();
  json_t* const titles = json_array();
  double* const sums = (double*)calloc(past->n_tags + 1u, sizeof(double));
  if (sums) {
    add_points(object, past, (past->n + n_points - 1u) / n_points + !past->n,
               sums);
  }
  free(sums);
  for (uint32_t i = 0; i < past->n_titles; ++i) {
    json_t* const title = json_object();
    json_object_set_new(title, "time", json_line_time(past->titles[i].begin));
    json_object_set_new(title, "title",
                        json_string(past->titles[i].title.text));
    json_array_append_new(titles, title);
  }
  json_object_set_new(object, "titles", titles);
  return object;
}

json_t*
past_json_event(const Event* event)
{
  char address[EVENT_ID_SIZE + 16];
  json_t* const object = event_json(event);
  snprintf(address, sizeof(address), "clips/%s", event->id);
  json_object_set_new(object, "clip_url",
                      event->clip[0] ? json_string(address) : json_null());
  return object;
}

json_t*
past_json_line(const NewsLine* line)
{
  json_t* const object = json_object();
  json_object_set_new(object, "serial", json_integer((json_int_t)line->serial));
  json_object_set_new(object, "time", json_line_time(line->time));
  json_object_set_new(object, "station", json_string(line->subject));
  json_object_set_new(object, "text", json_string(line->text.text));
  return object;
}
