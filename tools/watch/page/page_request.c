// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/watch/page/page_request.h"

#include "base/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define OWN_HEADER "X-Earmark"

const char*
page_request_header(const PageRequest* request, const char* name)
{
  const char* const value =
      MHD_lookup_connection_value(request->connection, MHD_HEADER_KIND, name);
  return value ? value : "";
}

const char*
page_request_query(const PageRequest* request, const char* name)
{
  const char* const value = MHD_lookup_connection_value(
      request->connection, MHD_GET_ARGUMENT_KIND, name);
  return value ? value : "";
}

double
page_request_number(const PageRequest* request,
                    const char* name,
                    double low,
                    double high,
                    double without)
{
  const char* const text = page_request_query(request, name);
  char* end = NULL;
  const double value = strtod(text, &end);
  return *text && !*end && value >= low && value <= high ? value : without;
}

void
page_request_cookie_name(const PageDesk* desk, char name[32])
{
  snprintf(name, 32, "earmark-%u", desk->access.listen.port);
}

bool
page_request_is_trusted(const PageRequest* request)
{
  static const char bearer[] = "Bearer ";
  const PageAccess* const access = &request->desk->access;
  const char* const header = page_request_header(request, "Authorization");
  if (!strncasecmp(header, bearer, sizeof(bearer) - 1) &&
      page_access_is_token(access, header + sizeof(bearer) - 1)) {
    return true;
  }
  char name[32];
  page_request_cookie_name(request->desk, name);
  const char* const cookie =
      MHD_lookup_connection_value(request->connection, MHD_COOKIE_KIND, name);
  return cookie &&
         page_access_is_cookie(access, cookie, clock_seconds(CLOCK_REALTIME));
}

bool
page_request_is_foreign(const PageRequest* request)
{
  const char* const origin = page_request_header(request, "Origin");
  const char* const site = page_request_header(request, "Sec-Fetch-Site");
  return strcmp(page_request_header(request, OWN_HEADER), "1") != 0 ||
         (*site && strcmp(site, "same-origin") != 0) ||
         (*origin && !page_access_is_own(&request->desk->access, origin,
                                         page_request_header(request, "Host")));
}
