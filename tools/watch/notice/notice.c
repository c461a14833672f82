// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/watch/notice/notice.h"

#include "base/clock.h"
#include "tools/options/path.h"
#include "tools/watch/display/json_line.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_LISTED 500u /* Events in one notice */
#define MOST_NAMED 40u   /* Stations in its line */

/// A line of text that grows
typedef struct {
  char* text; ///< [NOTICE_TEXT_SIZE]
  size_t n;
} Line;

#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
static void
put(Line* line, const char* format, ...)
{
  va_list args;
  va_start(args, format);
  const int n =
      vsnprintf(line->text + line->n, NOTICE_TEXT_SIZE - line->n, format, args);
  va_end(args);
  const size_t left = NOTICE_TEXT_SIZE - 1 - line->n;
  line->n += n < 0 ? 0 : (size_t)n < left ? (size_t)n : left;
}

/// "90 s", "12 min", "3.5 h"
static void
put_span(Line* line, double seconds)
{
  if (seconds < 120.0) {
    put(line, "%.0f s", seconds);
  } else if (seconds < 7200.0) {
    put(line, "%.0f min", seconds / 60.0);
  } else {
    put(line, "%.1f h", seconds / 3600.0);
  }
}

/// The station, if it is of one, and the rule
static void
put_name(Line* line, const Event* event)
{
  put(line, "%s%s%s%s", event->is_test ? "Test: " : "",
      event->station[0] ? event->station : "earmark", ": ", event->rule);
}

const char*
notice_text(const Notice* notice, char text[NOTICE_TEXT_SIZE])
{
  const Event* const event = &notice->event;
  const char* const unit =
      event->measure < MEASURE_N ? measure_traits(event->measure)->unit : "";
  Line line = {text, 0};
  put_name(&line, event);
  if (!event_is_firing(event)) {
    put(&line, " is over after ");
    put_span(&line, event->ended_at - event->started_at);
    return text;
  }
  put(&line, "%s %s", notice->change == EVENT_RAISED ? "" : " still",
      event->is_flapping ? "flaps" : "fires");
  if (!isnan(event->limit)) {
    put(&line, ": %.4g%s%s, limit %.4g", event->value, *unit ? " " : "", unit,
        event->limit);
  }
  put(&line, notice->change == EVENT_RAISED ? ", for " : ", since ");
  put_span(&line, (notice->change == EVENT_RAISED ? event->raised_at
                                                  : notice->made_at) -
                      event->started_at);
  return text;
}

/// By rule, then state, then station
static int
compare(const void* a, const void* b)
{
  const Event* const x = &(*(const Notice* const*)a)->event;
  const Event* const y = &(*(const Notice* const*)b)->event;
  const int rules = strcmp(x->rule, y->rule);
  const int states = event_is_firing(y) - event_is_firing(x);
  return rules ? rules : states ? states : strcmp(x->station, y->station);
}

static bool
is_same_kind(const Notice* a, const Notice* b)
{
  return !strcmp(a->event.rule, b->event.rule) &&
         event_is_firing(&a->event) == event_is_firing(&b->event);
}

/// "57 events: down fires (55): one, two, ...; silence is over (2): ..."
static void
put_summary(Line* line, const Notice** sorted, uint32_t n)
{
  put(line, "%u events", n);
  for (uint32_t i = 0, end = 0, n_named = 0; i < n; i = end) {
    const Notice* const first = sorted[i];
    for (end = i; end < n && is_same_kind(first, sorted[end]);) {
      ++end;
    }
    put(line, "%s%s %s (%u): ", i ? "; " : ": ", first->event.rule,
        event_is_firing(&first->event) ? "fires" : "is over", end - i);
    for (uint32_t k = i; k < end && n_named < MOST_NAMED; ++k, ++n_named) {
      put(line, "%s%s", k > i ? ", " : "",
          sorted[k]->event.station[0] ? sorted[k]->event.station : "earmark");
    }
    if (n_named == MOST_NAMED && end < n) {
      put(line, " ...");
      return;
    }
  }
}

static bool
make_text(const Notice* notices, uint32_t n, char text[NOTICE_TEXT_SIZE])
{
  if (n == 1) {
    notice_text(notices, text);
    return true;
  }
  const Notice** const sorted = (const Notice**)calloc(n, sizeof(Notice*));
  for (uint32_t i = 0; sorted && i < n; ++i) {
    sorted[i] = &notices[i];
  }
  if (sorted) {
    Line line = {text, 0};
    qsort(sorted, n, sizeof(Notice*), compare);
    put_summary(&line, sorted, n);
  }
  free(sorted);
  return sorted;
}

static void
set_link(json_t* object, const char* key, char* link)
{
  json_object_set_new(object, key, link ? json_string(link) : json_null());
  free(link);
}

/// It has one, or will soon have one
static bool
has_clip(const Event* event, const NoticePlan* plan)
{
  return event->clip[0] || (plan->has_clips && event_is_firing(event) &&
                            event->station[0] && !event->is_test);
}

json_t*
notice_event_json(const Notice* notice, const NoticePlan* plan)
{
  char text[NOTICE_TEXT_SIZE];
  json_t* const object = event_json(&notice->event);
  const Event* const event = &notice->event;
  const char* const url = plan->public_url;
  json_object_set_new(object, "change",
                      json_string(event_change_name(notice->change)));
  json_object_set_new(object, "text", json_string(notice_text(notice, text)));
  set_link(object, "page_url",
           url ? path_format("%s#%s", url, event->station) : NULL);
  set_link(object, "clip_url",
           url && has_clip(event, plan)
               ? path_format("%sclips/%s", url, event->id)
               : NULL);
  return object;
}

json_t*
notice_json(const Notice* notices, uint32_t n, const NoticePlan* plan)
{
  char text[NOTICE_TEXT_SIZE];
  if (!make_text(notices, n, text)) {
    return NULL;
  }
  json_t* const events = json_array();
  for (uint32_t i = 0; i < n && i < MOST_LISTED; ++i) {
    json_array_append_new(events, notice_event_json(&notices[i], plan));
  }
  json_t* const object = json_object();
  json_object_set_new(object, "schema", json_integer(1));
  json_object_set_new(object, "time",
                      json_line_time(clock_seconds(CLOCK_REALTIME)));
  json_object_set_new(object, "text", json_string(text));
  json_object_set_new(object, "count", json_integer(n));
  json_object_set_new(object, "events", events);
  return object;
}
