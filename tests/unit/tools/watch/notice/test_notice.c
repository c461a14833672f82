// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// What people and programs are told

#undef NDEBUG

#include "tools/watch/notice/alert.h"
#include "tools/watch/notice/notice.h"

#include "tests/support/run.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static const NoticePlan plain = {.has_clips = true};
static const NoticePlan linked = {.public_url = "https://x/earmark/",
                                  .has_clips = true};

static Notice
make_notice(const char* station, Measure measure, EventChange change)
{
  const MeasureTraits* const traits = measure_traits(measure);
  const double nothing = (double)NAN;
  Notice notice = {
      .change = change,
      .made_at = 1000.0,
      .event = {.id = "E",
                .measure = measure,
                .started_at = 100.0,
                .raised_at = 120.0,
                .ended_at = change == EVENT_RESOLVED ? 190.0 : nothing,
                .value = -61.25,
                .worst = -70.0,
                .limit = traits->has_limit ? -50.0 : nothing}};
  snprintf(notice.event.station, sizeof(notice.event.station), "%s", station);
  snprintf(notice.event.rule, sizeof(notice.event.rule), "%s", traits->name);
  return notice;
}

static void
test_texts(void)
{
  char text[NOTICE_TEXT_SIZE];
  Notice notice = make_notice("one", MEASURE_SILENCE, EVENT_RAISED);
  assert(!strcmp(notice_text(&notice, text),
                 "one: silence fires: -61.25 LUFS, limit -50, for 20 s"));
  notice.change = EVENT_CHANGED;
  notice.event.is_test = true;
  assert(!strcmp(
      notice_text(&notice, text),
      "Test: one: silence still fires: -61.25 LUFS, limit -50, since 15 min"));
  notice = make_notice("one", MEASURE_DOWN, EVENT_RAISED);
  assert(!strcmp(notice_text(&notice, text), "one: down fires, for 20 s"));
  notice = make_notice("one", MEASURE_DOWN, EVENT_RESOLVED);
  assert(!strcmp(notice_text(&notice, text), "one: down is over after 90 s"));
}

static const char*
string_of(const json_t* object, const char* key)
{
  return json_string_value(json_object_get(object, key));
}

static bool
has_clip(const Notice* notice, const NoticePlan* plan)
{
  json_t* const event = notice_event_json(notice, plan);
  const bool has = json_is_string(json_object_get(event, "clip_url"));
  json_decref(event);
  return has;
}

/// Where there are clips, it is known from the beginning where one will be
static void
test_clips(void)
{
  Notice notice = make_notice("one", MEASURE_SILENCE, EVENT_RAISED);
  assert(has_clip(&notice, &linked) && !has_clip(&notice, &plain));
  notice.event.is_test = true;
  assert(!has_clip(&notice, &linked));
  notice = make_notice("one", MEASURE_SILENCE, EVENT_RESOLVED);
  assert(!has_clip(&notice, &linked)); // It was too short-lived, or removed
  snprintf(notice.event.clip, sizeof(notice.event.clip), "E.mp3");
  assert(has_clip(&notice, &linked));
}

static void
test_one(void)
{
  Notice notice = make_notice("one", MEASURE_SILENCE, EVENT_RAISED);
  snprintf(notice.event.clip, sizeof(notice.event.clip), "E.mp3");
  json_t* const json = notice_json(&notice, 1, &linked);
  assert(json_integer_value(json_object_get(json, "count")) == 1);
  assert(strstr(string_of(json, "text"), "one: silence fires"));
  const json_t* const event =
      json_array_get(json_object_get(json, "events"), 0);
  assert(!strcmp(string_of(event, "change"), "raised"));
  assert(!strcmp(string_of(event, "clip_url"), "https://x/earmark/clips/E"));
  assert(strstr(string_of(event, "page_url"), "https://x/earmark/"));
  json_decref(json);
}

/// Very many are counted, some are listed, and the line stays one
static void
test_many(void)
{
  enum { N = 3000 };
  static Notice notices[N];
  for (int i = 0; i < N; ++i) {
    char name[ADDRESS_MAX_NAME + 1];
    snprintf(name, sizeof(name), "%060d", i);
    notices[i] = make_notice(name, i % 3 ? MEASURE_DOWN : MEASURE_SILENCE,
                             i % 7 ? EVENT_RAISED : EVENT_RESOLVED);
  }
  json_t* json = notice_json(notices, N, &plain);
  assert(json && json_integer_value(json_object_get(json, "count")) == N);
  assert(json_array_size(json_object_get(json, "events")) == 500);
  const char* const text = string_of(json, "text");
  assert(strstr(text, "3000 events: down fires (1714): "));
  assert(strlen(text) < NOTICE_TEXT_SIZE);
  json_decref(json);

  notices[0] = make_notice("a", MEASURE_DOWN, EVENT_RAISED);
  notices[1] = make_notice("b", MEASURE_SILENCE, EVENT_RESOLVED);
  notices[2] = make_notice("c", MEASURE_DOWN, EVENT_RAISED);
  json = notice_json(notices, 3, &plain);
  assert(!strcmp(string_of(json, "text"),
                 "3 events: down fires (2): a, c; silence is over (1): b"));
  json_decref(json);
}

static void
test_alerts(void)
{
  Notice notice = make_notice("one", MEASURE_SILENCE, EVENT_RAISED);
  json_t* alert = alert_json(&notice, 1000.0, &linked);
  const json_t* const labels = json_object_get(alert, "labels");
  assert(!strcmp(string_of(labels, "alertname"), "silence"));
  assert(!strcmp(string_of(labels, "station"), "one"));
  assert(!strcmp(string_of(alert, "startsAt"), "1970-01-01T00:01:40.000Z"));
  assert(!strcmp(string_of(alert, "endsAt"), "1970-01-01T00:20:40.000Z"));
  assert(strstr(string_of(alert, "generatorURL"), "https://x/"));
  json_decref(alert);
  notice = make_notice("one", MEASURE_SILENCE, EVENT_RESOLVED);
  alert = alert_json(&notice, 1000.0, &plain);
  assert(!strcmp(string_of(alert, "endsAt"), "1970-01-01T00:03:10.000Z"));
  assert(!json_object_get(alert, "generatorURL"));
  json_decref(alert);
}

int
main(void)
{
  RUN(test_texts());
  RUN(test_one());
  RUN(test_clips());
  RUN(test_many());
  RUN(test_alerts());
  return 0;
}
