// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/page/past_json.h"

#include "tools/watch/display/json_line.h"

#include <stdio.h>

void
past_json_fill(PastPoints* points, const RecentPast* past)
{
  for (uint32_t i = 0; i < past->n; ++i) {
    PastSpan span = {0};
    const RecentBin* const bin = recent_past_bin(past, i, &span.tags);
    span.begin = bin->begin;
    span.seconds = (double)bin->seconds;
    span.short_term = (double)bin->short_term;
    span.momentary = (double)bin->momentary;
    past_points_add(points, &span);
  }
}

json_t*
past_json_title(double begin, const char* text)
{
  json_t* const title = json_object();
  json_object_set_new(title, "time", json_line_time(begin));
  json_object_set_new(title, "title", json_string(text));
  return title;
}

json_t*
past_json_titles(const RecentPast* past)
{
  json_t* const titles = json_array();
  for (uint32_t i = 0; i < past->n_titles; ++i) {
    json_array_append_new(titles, past_json_title(past->titles[i].begin,
                                                  past->titles[i].title.text));
  }
  return titles;
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
