// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/page/past_points.h"

#include "tools/watch/display/json_line.h"

#include <math.h>
#include <stdlib.h>

bool
past_points_init(PastPoints* points,
                 double begin,
                 double end,
                 uint32_t n,
                 double least,
                 uint32_t n_tags)
{
  // Whole steps since 1970, so that the same things are in a point next time
  const double step = fmax(ceil((end - begin) / n / least), 1.0) * least;
  const double first = floor(begin / step) * step;
  const uint32_t n_points = (uint32_t)((end - first) / step) + 1u;
  *points = (PastPoints){
      .begin = first, .step = step, .n = n_points, .n_tags = n_tags};
  points->seconds = (double*)calloc(n_points, sizeof(double));
  points->loudness = (double*)calloc(n_points, sizeof(double));
  points->loud = (double*)calloc(n_points, sizeof(double));
  points->highest = (double*)calloc(n_points, sizeof(double));
  points->tags = (float*)calloc((size_t)n_points * n_tags + 1u, sizeof(float));
  points->tagged = (float*)calloc(n_points, sizeof(float));
  const bool ok = points->seconds && points->loudness && points->loud &&
                  points->highest && points->tags && points->tagged;
  for (uint32_t i = 0; ok && i < n_points; ++i) {
    points->highest[i] = (double)NAN;
  }
  return ok;
}

void
past_points_clear(PastPoints* points)
{
  free(points->seconds);
  free(points->loudness);
  free(points->loud);
  free(points->highest);
  free(points->tags);
  free(points->tagged);
  *points = (PastPoints){0};
}

void
past_points_add(PastPoints* points, const PastSpan* span)
{
  const double place = floor((span->begin - points->begin) / points->step);
  if (!(place >= 0.0 && place < points->n) || !(span->seconds > 0.0)) {
    return;
  }
  const uint32_t i = (uint32_t)place;
  points->seconds[i] += span->seconds;
  if (isfinite(span->short_term)) {
    points->loudness[i] += span->short_term * span->seconds;
    points->loud[i] += span->seconds;
  }
  points->highest[i] = fmax(points->highest[i], span->momentary);
  for (uint32_t k = 0; span->tags && k < points->n_tags; ++k) {
    points->tags[(size_t)i * points->n_tags + k] +=
        (float)span->seconds * (float)span->tags[k];
  }
  points->tagged[i] += span->tags ? (float)span->seconds : 0.0f;
}

static json_t*
tags_of(const PastPoints* points, uint32_t i)
{
  if (!(points->tagged[i] > 0.0f)) {
    return json_null();
  }
  json_t* const list = json_array();
  for (uint32_t k = 0; k < points->n_tags; ++k) {
    const float sum = points->tags[(size_t)i * points->n_tags + k];
    json_array_append_new(
        list, json_integer(lrintf(100.0f / 255.0f * sum / points->tagged[i])));
  }
  return list;
}

json_t*
past_points_json(const PastPoints* points)
{
  json_t* const object = json_object();
  json_t* const times = json_array();
  json_t* const loudness = json_array();
  json_t* const highest = json_array();
  json_t* const tags = json_array();
  uint32_t i = 0;
  while (i < points->n && !(points->seconds[i] > 0.0)) {
    ++i;
  }
  for (; i < points->n; ++i) {
    json_array_append_new(
        times, json_integer((json_int_t)(points->begin + i * points->step)));
    json_array_append_new(
        loudness, json_line_number(points->loudness[i] / points->loud[i]));
    json_array_append_new(highest, json_line_number(points->highest[i]));
    json_array_append_new(tags, tags_of(points, i));
  }
  json_object_set_new(object, "step_seconds", json_line_number(points->step));
  json_object_set_new(object, "times", times);
  json_object_set_new(object, "lufs_short_term", loudness);
  json_object_set_new(object, "lufs_momentary_max", highest);
  json_object_set_new(object, "tags", tags);
  return object;
}
