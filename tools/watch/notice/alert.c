// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/notice/alert.h"

#include "tools/watch/display/json_line.h"

#include <math.h>

#define LOST_AFTER (4.0 * ALERT_EVERY) /* As Prometheus has it */

/// Labels say which alert it is: no more than is the same from its beginning
/// to its end, and when it comes again
static json_t*
make_labels(const Event* event)
{
  json_t* const labels = json_object();
  json_object_set_new(labels, "alertname", json_string(event->rule));
  json_object_set_new(labels, "station", json_string(event->station));
  json_object_set_new(labels, "job", json_string("earmark"));
  if (event->is_test) {
    json_object_set_new(labels, "test", json_string("true"));
  }
  return labels;
}

/// Annotations are texts; what is not known is left out
static json_t*
make_annotations(const Notice* notice, const NoticePlan* plan)
{
  static const char* const keys[] = {"id", "unit", "clip_url"};
  char text[NOTICE_TEXT_SIZE];
  json_t* const event = notice_event_json(notice, plan);
  json_t* const annotations = json_object();
  json_object_set_new(annotations, "summary",
                      json_string(notice_text(notice, text)));
  for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); ++i) {
    json_t* const value = json_object_get(event, keys[i]);
    if (json_is_string(value)) {
      json_object_set(annotations, i ? keys[i] : "event_id", value);
    }
  }
  if (!isnan(notice->event.limit)) {
    json_object_set_new(annotations, "value",
                        json_sprintf("%.4g", notice->event.value));
    json_object_set_new(annotations, "limit",
                        json_sprintf("%.4g", notice->event.limit));
  }
  json_decref(event);
  return annotations;
}

json_t*
alert_json(const Notice* notice, double now, const NoticePlan* plan)
{
  const Event* const event = &notice->event;
  const double end = event_is_firing(event)
                         ? now + LOST_AFTER
                         : fmax(event->ended_at, event->started_at);
  json_t* const alert = json_object();
  json_object_set_new(alert, "labels", make_labels(event));
  json_object_set_new(alert, "annotations", make_annotations(notice, plan));
  json_object_set_new(alert, "startsAt", json_line_time(event->started_at));
  json_object_set_new(alert, "endsAt", json_line_time(end));
  if (plan->public_url) {
    json_object_set_new(
        alert, "generatorURL",
        json_sprintf("%s#%s", plan->public_url, event->station));
  }
  return alert;
}
