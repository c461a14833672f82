// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/notice/mute_request.h"

#include "tools/options/path.h"
#include "tools/watch/notice/http_request.h"

#include <stdlib.h>
#include <string.h>

#define SECONDS 20.0 /* That an answer may take */

static char*
make_body(const Mute* mute)
{
  json_t* const object = json_object();
  json_object_set_new(object, "station", json_string(mute->station));
  json_object_set_new(object, "rule", json_string(mute->rule));
  json_object_set_new(object, "seconds", json_real(mute->end - mute->begin));
  json_object_set_new(object, "who", json_string(mute->who));
  json_object_set_new(object, "why", json_string(mute->why));
  char* const text = json_dumps(object, JSON_COMPACT | JSON_REAL_PRECISION(10));
  json_decref(object);
  return text;
}

bool
mute_request_send(const char* url,
                  const char* token,
                  const Mute* mute,
                  Error* error)
{
  const NoticePlan plan = {.seconds = SECONDS};
  const size_t length = strlen(url);
  const bool has_slash = length && url[length - 1] == '/';
  char* const whole = path_format("%s%sapi/mutes", url, has_slash ? "" : "/");
  char* const bearer =
      token ? path_format("Authorization: Bearer %s", token) : NULL;
  const char* const headers[] = {"X-Earmark: 1", bearer, NULL};
  char* const body = make_body(mute);
  HttpRequest* const request =
      whole && body && (bearer || !token) &&
              !curl_global_init(CURL_GLOBAL_DEFAULT)
          ? http_request_new(whole, headers, body, &plan, NULL)
          : NULL;
  error_set(error, ERROR_NO_MEMORY);
  bool ok = request;
  if (ok) {
    *error = (Error){""};
    ok = http_request_result(request,
                             curl_easy_perform(http_request_handle(request)),
                             error) == DELIVERY_DONE;
  }
  http_request_free(request);
  free(bearer);
  free(whole);
  return ok;
}
