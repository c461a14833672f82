// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/watch/page/page_write.h"

#include "base/clock.h"
#include "tools/watch/page/page_reply.h"
#include "tools/watch/source/stream_title.h"

#include <stdio.h>
#include <string.h>

#define MOST_MUTED (366.0 * 86400.0) /* Seconds */

/// An answer with a cookie that lasts for some seconds.  It has no path: it is
/// for the folder of the address that was asked, as the browser sees that.
static enum MHD_Result
reply_cookie(const PageRequest* request, const char* value, double seconds)
{
  char name[32];
  char cookie[PAGE_COOKIE_SIZE + 160];
  page_request_cookie_name(request->desk, name);
  snprintf(cookie, sizeof(cookie),
           "%s=%s; Max-Age=%.0f; HttpOnly; SameSite=Strict%s", name, value,
           seconds, request->desk->access.url.is_https ? "; Secure" : "");
  struct MHD_Response* const response =
      MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT);
  if (response) {
    MHD_add_response_header(response, MHD_HTTP_HEADER_SET_COOKIE, cookie);
  }
  return page_reply(request, MHD_HTTP_NO_CONTENT, response);
}

enum MHD_Result
page_write_login(PageRequest* request)
{
  char cookie[PAGE_COOKIE_SIZE];
  const PageAccess* const access = &request->desk->access;
  request->body[strcspn(request->body, "\r\n")] = '\0';
  if (!access->token[0]) {
    return page_reply_error(request, MHD_HTTP_FORBIDDEN,
                            "there is no token-file, so nothing to log in to");
  }
  if (!page_access_is_token(access, request->body)) {
    return page_reply_error(request, MHD_HTTP_UNAUTHORIZED,
                            "this is not the token");
  }
  const double until = clock_seconds(CLOCK_REALTIME) + PAGE_COOKIE_SECONDS;
  return page_access_make_cookie(access, until, cookie)
             ? reply_cookie(request, cookie, PAGE_COOKIE_SECONDS)
             : MHD_NO;
}

enum MHD_Result
page_write_logout(PageRequest* request)
{
  return reply_cookie(request, "", 0.0);
}

/// Let the main thread do it
static enum MHD_Result
wish(const PageRequest* request, const PageWish* wish)
{
  if (!page_store_wish(request->desk->store, wish)) {
    return page_reply_error(request, MHD_HTTP_SERVICE_UNAVAILABLE,
                            "too much is asked for at once");
  }
  json_t* const object = json_object();
  json_object_set_new(object, "accepted", json_true());
  return page_reply_json(request, MHD_HTTP_ACCEPTED, object);
}

enum MHD_Result
page_write_acknowledge(PageRequest* request)
{
  Event event;
  PageWish what = {.kind = PAGE_WISH_ACKNOWLEDGE};
  if (!page_store_find_event(request->desk->store, request->part, &event)) {
    return page_reply_error(request, MHD_HTTP_NOT_FOUND,
                            "there is no such event");
  }
  memcpy(what.event, event.id, sizeof(what.event));
  return wish(request, &what);
}

/// A text of an object, cleaned, or "" without; false if it is no text or too
/// long
static bool
read_text(const json_t* object, const char* key, size_t size, char* text)
{
  const json_t* const value = json_object_get(object, key);
  if (!value || json_is_null(value)) {
    return true;
  }
  const char* const bytes = json_string_value(value);
  const StreamTitle clean =
      stream_title_from(bytes ? bytes : "", STREAM_TITLE_CHARSET);
  const size_t n = strlen(clean.text);
  if (!bytes || n >= size) {
    return false;
  }
  memcpy(text, clean.text, n + 1);
  return true;
}

/// {"station", "rule", "seconds", "who", "why"}
static bool
read_mute(const PageRequest* request, Mute* mute)
{
  json_t* const object =
      json_loadb(request->body, request->size, JSON_REJECT_DUPLICATES, NULL);
  const double seconds = json_number_value(json_object_get(object, "seconds"));
  *mute = (Mute){.begin = clock_seconds(CLOCK_REALTIME)};
  mute->end = mute->begin + seconds;
  const bool ok =
      read_text(object, "station", sizeof(mute->station), mute->station) &&
      read_text(object, "rule", sizeof(mute->rule), mute->rule) &&
      read_text(object, "who", sizeof(mute->who), mute->who) &&
      read_text(object, "why", sizeof(mute->why), mute->why) &&
      json_is_object(object) && seconds >= 0.0 && seconds <= MOST_MUTED;
  json_decref(object);
  return ok;
}

/// Is there such a rule of such a station?  "" is any.
static bool
is_known(const PageRequest* request, const Mute* mute)
{
  bool found = !*mute->station && !*mute->rule;
  Snapshot* const snapshot = page_store_snapshot(request->desk->store);
  for (uint32_t i = 0; snapshot && i < snapshot->n_stations; ++i) {
    const SnapshotStation* const station = &snapshot->stations[i];
    const bool is_it = !*mute->station || !strcmp(mute->station, station->name);
    found = found || (is_it && !*mute->rule);
    for (uint32_t k = 0; is_it && k < station->n_rules; ++k) {
      found = found || !strcmp(mute->rule, station->rules[k].rule.name);
    }
  }
  snapshot_release(snapshot);
  return found;
}

enum MHD_Result
page_write_mute(PageRequest* request)
{
  PageWish what = {.kind = PAGE_WISH_MUTE};
  if (!read_mute(request, &what.mute)) {
    return page_reply_error(request, MHD_HTTP_BAD_REQUEST,
                            "this is no mute: {\"station\", \"rule\", "
                            "\"seconds\", \"who\", \"why\"}");
  }
  if (!is_known(request, &what.mute)) {
    return page_reply_error(request, MHD_HTTP_NOT_FOUND,
                            "there is no such rule of such a station");
  }
  if (!(what.mute.end > what.mute.begin)) {
    what.kind = PAGE_WISH_UNMUTE;
  }
  return wish(request, &what);
}
