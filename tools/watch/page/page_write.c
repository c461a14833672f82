// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/watch/page/page_write.h"

#include "base/clock.h"
#include "tools/watch/page/page_reply.h"

#include <stdio.h>
#include <string.h>

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
