// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/watch/page/page_past.h"

#include "base/clock.h"
#include "tools/watch/display/json_line.h"
#include "tools/watch/page/page_reply.h"
#include "tools/watch/page/past_json.h"

#include <stdlib.h>
#include <string.h>

#define MOST_HOURS (24.0 * 366.0)
#define HOUR 3600.0
#define MINUTE 60.0
#define REMEMBERED (RECENT_PAST_STEP * RECENT_PAST_BINS) /* Seconds */
#define SOME_POINTS 360.0 /* If nobody says how many */
#define SOME_EVENTS 100.0 /* If nobody says how many */
#define NEVER 1e15        /* Seconds since 1970 */

/// What is remembered reaches as far back as is asked for, or nothing else does
static bool
is_enough(const PageDesk* desk, const RecentPast* past, double since)
{
  const uint8_t* unused = NULL;
  return !desk->archive ||
         (past->n &&
          recent_past_bin(past, 0, &unused)->begin <= since + MINUTE);
}

static json_t*
read_past(const PageDesk* desk,
          const char* station,
          const RecentPast* past,
          double hours,
          uint32_t n)
{
  PastPoints points;
  const double end = clock_seconds(CLOCK_REALTIME);
  const double begin = end - hours * HOUR;
  const double least =
      hours * HOUR > REMEMBERED + HOUR ? MINUTE : RECENT_PAST_STEP;
  json_t* titles = json_array();
  bool ok = past_points_init(&points, begin, end, n, least, desk->view->n_tags);
  const bool is_read =
      ok && !is_enough(desk, past, begin) &&
      archive_read_past(desk->archive, station, &points) &&
      archive_read_titles(desk->archive, station, begin, titles);
  if (ok && !is_read) { // Once more, as it may have been read in part
    past_points_clear(&points);
    ok = past_points_init(&points, begin, end, n, least, desk->view->n_tags);
    if (ok) {
      past_json_fill(&points, past);
    }
    json_decref(titles);
    titles = past_json_titles(past);
  }
  json_t* const object = ok ? past_points_json(&points) : json_object();
  json_object_set_new(object, "titles", titles);
  past_points_clear(&points);
  return object;
}

enum MHD_Result
page_past_station(PageRequest* request)
{
  const PageDesk* const desk = request->desk;
  const double n =
      page_request_number(request, "points", 1.0, PAST_POINTS_MAX, SOME_POINTS);
  const double hours = page_request_number(request, "hours", 0.01, MOST_HOURS,
                                           REMEMBERED / HOUR);
  RecentPast past;
  const bool is_there = page_store_past(desk->store, request->part, &past);
  json_t* const object =
      is_there ? read_past(desk, request->part, &past, hours, (uint32_t)n)
               : NULL;
  recent_past_clear(&past);
  return object ? page_reply_json(request, MHD_HTTP_OK, object)
                : page_reply_error(request, MHD_HTTP_NOT_FOUND,
                                   "there is no such station");
}

/// The newest first
static int
compare(const void* a, const void* b)
{
  const Event* const left = (const Event*)a;
  const Event* const right = (const Event*)b;
  const int order = (left->raised_at < right->raised_at) -
                    (left->raised_at > right->raised_at);
  return order ? order : strcmp(left->id, right->id);
}

/// Add one that is remembered: it is newer than what the history says of it
static uint32_t
put(Event* events, uint32_t n, const Event* event)
{
  uint32_t i = 0;
  while (i < n && strcmp(events[i].id, event->id) != 0) {
    ++i;
  }
  events[i] = *event;
  return n + (i == n);
}

/// Events of a station that were raised before a time: those of the history,
/// and those that are remembered, which may lie between them.  Returns how many
/// of events[most + NEWS_EVENTS] there are.
static uint32_t
find_events(const PageDesk* desk,
            const char* station,
            double before,
            uint32_t most,
            Event* events)
{
  News news;
  uint32_t n = desk->archive ? archive_read_events(desk->archive, station,
                                                   before, most, events)
                             : 0;
  page_store_news(desk->store, 0, &news);
  for (uint32_t i = 0; i < news.n_events; ++i) {
    const Event* const event = &news.events[i].event;
    if ((!*station || !strcmp(station, event->station)) &&
        event->raised_at < before) {
      n = put(events, n, event);
    }
  }
  news_clear(&news);
  qsort(events, n, sizeof(Event), compare);
  return n;
}

enum MHD_Result
page_past_events(PageRequest* request)
{
  const double before =
      page_request_number(request, "before", 0.0, NEVER, NEVER);
  const uint32_t most = (uint32_t)page_request_number(request, "limit", 1.0,
                                                      NEWS_EVENTS, SOME_EVENTS);
  Event* const events = (Event*)calloc(most + NEWS_EVENTS, sizeof(Event));
  const uint32_t n =
      events
          ? find_events(request->desk, page_request_query(request, "station"),
                        before, most, events)
          : 0;
  json_t* const object = json_object();
  json_t* const list = json_array();
  for (uint32_t i = 0; i < n && i < most; ++i) {
    json_array_append_new(list, past_json_event(&events[i]));
  }
  free(events);
  json_object_set_new(object, "schema", json_integer(JSON_LINE_SCHEMA));
  json_object_set_new(object, "events", list);
  return page_reply_json(request, MHD_HTTP_OK, object);
}

bool
page_past_find(const PageDesk* desk, const char* id, Event* event)
{
  return page_store_find_event(desk->store, id, event) ||
         (desk->archive && archive_find_event(desk->archive, id, event));
}

enum MHD_Result
page_past_event(PageRequest* request)
{
  Event event;
  return page_past_find(request->desk, request->part, &event)
             ? page_reply_json(request, MHD_HTTP_OK, past_json_event(&event))
             : page_reply_error(request, MHD_HTTP_NOT_FOUND,
                                "there is no such event");
}
