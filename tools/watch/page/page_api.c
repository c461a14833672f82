// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/watch/page/page_api.h"

#include "base/clock.h"
#include "tools/watch/display/json_line.h"
#include "tools/watch/page/exposition.h"
#include "tools/watch/page/page_reply.h"
#include "tools/watch/page/past_json.h"
#include "tools/watch/page/station_json.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define STUCK 20.0 /* Seconds since the main thread showed something */

static enum MHD_Result
no_snapshot(const PageRequest* request)
{
  return page_reply_error(request, MHD_HTTP_SERVICE_UNAVAILABLE,
                          "nothing is known yet");
}

enum MHD_Result
page_api_health(PageRequest* request)
{
  const double now = clock_seconds(CLOCK_REALTIME);
  Snapshot* const snapshot = page_store_snapshot(request->desk->store);
  const bool is_stuck = snapshot && fabs(now - snapshot->time) > STUCK;
  json_t* const object = json_object();
  json_object_set_new(object, "status", json_string(is_stuck ? "stuck" : "ok"));
  json_object_set_new(object, "version", json_string(EARMARK_VERSION));
  json_object_set_new(object, "uptime_seconds",
                      json_line_number(now - request->desk->started));
  json_object_set_new(
      object, "configuration",
      json_string(!snapshot || snapshot->process.is_configuration_good
                      ? "ok"
                      : "bad: that before is in force"));
  snapshot_release(snapshot);
  return page_reply_json(
      request, is_stuck ? MHD_HTTP_SERVICE_UNAVAILABLE : MHD_HTTP_OK, object);
}

enum MHD_Result
page_api_metrics(PageRequest* request)
{
  const PageDesk* const desk = request->desk;
  Snapshot* const snapshot = page_store_snapshot(desk->store);
  char* text = NULL;
  size_t size = 0;
  if (!snapshot) {
    return no_snapshot(request);
  }
  FILE* const stream = open_memstream(&text, &size);
  if (stream) {
    const ExpositionPage page = {.started = desk->started,
                                 .n_streams =
                                     page_streams_count(desk->streams)};
    exposition_print(stream, snapshot, desk->view, desk->metric_tags,
                     desk->n_metric_tags, &page);
    fclose(stream);
  }
  snapshot_release(snapshot);
  return page_reply_text(request, MHD_HTTP_OK,
                         "text/plain; version=0.0.4; charset=utf-8", text);
}

/// What the page must know before all else
enum MHD_Result
page_api_desk(PageRequest* request)
{
  const PageAccess* const access = &request->desk->access;
  const bool is_trusted = page_request_is_trusted(request);
  const bool is_shown = is_trusted || !page_access_is_closed(access);
  json_t* const object =
      is_shown ? station_json_view(request->desk->view) : json_object();
  json_object_set_new(object, "version", json_string(EARMARK_VERSION));
  json_object_set_new(object, "has_token", json_boolean(access->token[0]));
  json_object_set_new(object, "has_history",
                      json_boolean(request->desk->archive));
  json_object_set_new(object, "may_read", json_boolean(is_shown));
  json_object_set_new(object, "may_write", json_boolean(is_trusted));
  return page_reply_json(request, MHD_HTTP_OK, object);
}

enum MHD_Result
page_api_stations(PageRequest* request)
{
  Snapshot* const snapshot = page_store_snapshot(request->desk->store);
  if (!snapshot) {
    return no_snapshot(request);
  }
  json_t* const object = json_object();
  json_t* const list = json_array();
  for (uint32_t i = 0; i < snapshot->n_stations; ++i) {
    json_array_append_new(list, station_json(snapshot, &snapshot->stations[i],
                                             request->desk->view, false));
  }
  json_object_set_new(object, "schema", json_integer(JSON_LINE_SCHEMA));
  json_object_set_new(object, "time", json_line_time(snapshot->time));
  json_object_set_new(object, "stations", list);
  snapshot_release(snapshot);
  return page_reply_json(request, MHD_HTTP_OK, object);
}

enum MHD_Result
page_api_station(PageRequest* request)
{
  Snapshot* const snapshot = page_store_snapshot(request->desk->store);
  const SnapshotStation* const station =
      snapshot ? snapshot_find(snapshot, request->part) : NULL;
  json_t* const object =
      station ? station_json(snapshot, station, request->desk->view, true)
              : NULL;
  snapshot_release(snapshot);
  return object ? page_reply_json(request, MHD_HTTP_OK, object)
                : page_reply_error(request, MHD_HTTP_NOT_FOUND,
                                   "there is no such station");
}

enum MHD_Result
page_api_mutes(PageRequest* request)
{
  Snapshot* const snapshot = page_store_snapshot(request->desk->store);
  if (!snapshot) {
    return no_snapshot(request);
  }
  json_t* const object = json_object();
  json_object_set_new(object, "schema", json_integer(JSON_LINE_SCHEMA));
  json_object_set_new(object, "mutes", station_json_mutes(snapshot));
  snapshot_release(snapshot);
  return page_reply_json(request, MHD_HTTP_OK, object);
}

enum MHD_Result
page_api_log(PageRequest* request)
{
  News news;
  json_t* const object = json_object();
  json_t* const list = json_array();
  if (page_store_news(request->desk->store, 0, &news)) {
    for (uint32_t i = 0; i < news.n_lines; ++i) {
      json_array_append_new(list, past_json_line(&news.lines[i]));
    }
  }
  news_clear(&news);
  json_object_set_new(object, "schema", json_integer(JSON_LINE_SCHEMA));
  json_object_set_new(object, "lines", list);
  return page_reply_json(request, MHD_HTTP_OK, object);
}

enum MHD_Result
page_api_stream(PageRequest* request)
{
  struct MHD_Response* const response =
      page_streams_open(request->desk->streams, request->connection);
  return response ? page_reply(request, MHD_HTTP_OK, response)
                  : page_reply_error(request, MHD_HTTP_SERVICE_UNAVAILABLE,
                                     "too many listen already");
}
