// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/page/page_route.h"

#include "tools/watch/page/page_api.h"
#include "tools/watch/page/page_clip.h"
#include "tools/watch/page/page_past.h"
#include "tools/watch/page/page_reply.h"
#include "tools/watch/page/page_write.h"

#include <string.h>

/// Who may ask for it
typedef enum {
  ACCESS_ALL,   ///< Anybody who gets here
  ACCESS_READ,  ///< With the token, where that is needed to read
  ACCESS_OWN,   ///< Our own page, or a program, which has no token yet
  ACCESS_WRITE, ///< The same, with the token
} Access;

static enum MHD_Result
asset(PageRequest* request)
{
  return page_reply_asset(request, request->part);
}

static enum MHD_Result
start_page(PageRequest* request)
{
  return page_reply_asset(request, "index.html");
}

static const struct {
  const char* method;
  const char* pattern;
  Access access;
  enum MHD_Result (*answer)(PageRequest* request);
} routes[] = {
    {"GET", "", ACCESS_ALL, start_page},
    {"GET", "healthz", ACCESS_ALL, page_api_health},
    {"GET", "metrics", ACCESS_READ, page_api_metrics},
    {"GET", "api/desk", ACCESS_ALL, page_api_desk},
    {"GET", "api/stations", ACCESS_READ, page_api_stations},
    {"GET", "api/stations/*", ACCESS_READ, page_api_station},
    {"GET", "api/stations/*/past", ACCESS_READ, page_past_station},
    {"GET", "api/events", ACCESS_READ, page_past_events},
    {"GET", "api/events/*", ACCESS_READ, page_past_event},
    {"POST", "api/events/*/acknowledge", ACCESS_WRITE, page_write_acknowledge},
    {"GET", "api/mutes", ACCESS_READ, page_api_mutes},
    {"POST", "api/mutes", ACCESS_WRITE, page_write_mute},
    {"GET", "api/log", ACCESS_READ, page_api_log},
    {"GET", "api/stream", ACCESS_READ, page_api_stream},
    {"GET", "clips/*", ACCESS_READ, page_clip},
    {"POST", "login", ACCESS_OWN, page_write_login},
    {"POST", "logout", ACCESS_OWN, page_write_logout},
    {"GET", "*", ACCESS_ALL, asset},
};

bool
page_route_matches(const char* pattern,
                   const char* path,
                   char part[PAGE_REQUEST_PART])
{
  const char* const star = strchr(pattern, '*');
  if (!star) {
    return !strcmp(pattern, path);
  }
  const size_t before = (size_t)(star - pattern);
  if (strncmp(pattern, path, before) != 0) {
    return false;
  }
  const size_t n = strcspn(path + before, "/");
  if (!n || n >= PAGE_REQUEST_PART || strcmp(path + before + n, star + 1)) {
    return false;
  }
  memcpy(part, path + before, n);
  part[n] = '\0';
  return true;
}

/// Is it refused?  Then it is answered.
static bool
refuse(const PageRequest* request, Access access, enum MHD_Result* result)
{
  const PageAccess* const rules = &request->desk->access;
  const bool writes = access == ACCESS_WRITE || access == ACCESS_OWN;
  const bool needs_token =
      access == ACCESS_WRITE ||
      (access == ACCESS_READ && page_access_is_closed(rules));
  if (writes && page_request_is_foreign(request)) {
    *result = page_reply_error(request, MHD_HTTP_FORBIDDEN,
                               "this needs the header X-Earmark: 1, and is "
                               "not for pages of other servers");
    return true;
  }
  if (needs_token && !rules->token[0]) {
    *result = page_reply_error(request, MHD_HTTP_FORBIDDEN,
                               "nothing can be changed without a token-file");
    return true;
  }
  if (needs_token && !page_request_is_trusted(request)) {
    *result = page_reply_error(request, MHD_HTTP_UNAUTHORIZED,
                               "this needs the token");
    return true;
  }
  return false;
}

/// Without the path under which a proxy may have left it
static const char*
strip(const PageAccess* access, const char* path)
{
  const size_t n = strlen(access->url.path);
  return n > 1 && !strncmp(path, access->url.path, n) ? path + n : path + 1;
}

enum MHD_Result
page_route(PageRequest* request, const char* method, const char* path)
{
  const PageAccess* const access = &request->desk->access;
  enum MHD_Result result = MHD_NO;
  bool is_there = false;
  // The library leaves the body of an answer to HEAD out
  const char* const wanted = strcmp(method, "HEAD") ? method : "GET";
  if (!page_access_knows(access, page_request_header(request, "Host"))) {
    return page_reply_error(request, MHD_HTTP_FORBIDDEN,
                            "this is not the name of this server; "
                            "public-url says it");
  }
  if (request->size > PAGE_REQUEST_BODY) {
    return page_reply_error(request, MHD_HTTP_CONTENT_TOO_LARGE,
                            "this is too much");
  }
  const char* const rest = *path == '/' ? strip(access, path) : "/";
  for (size_t i = 0; i < sizeof(routes) / sizeof(routes[0]); ++i) {
    if (page_route_matches(routes[i].pattern, rest, request->part)) {
      is_there = true;
      if (!strcmp(wanted, routes[i].method)) {
        return refuse(request, routes[i].access, &result)
                   ? result
                   : routes[i].answer(request);
      }
    }
  }
  return is_there ? page_reply_error(request, MHD_HTTP_METHOD_NOT_ALLOWED,
                                     "not by this method")
                  : page_reply_error(request, MHD_HTTP_NOT_FOUND,
                                     "there is nothing here");
}
