// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/page/page_reply.h"

#include "tools/watch/display/json_line.h"
#include "tools/watch/page/asset.h"

#include <stdlib.h>
#include <string.h>

/// Nothing comes from elsewhere, nothing is embedded elsewhere, nothing inline
static const char* const headers[][2] = {
    {"Content-Security-Policy",
     "default-src 'none'; script-src 'self'; style-src 'self'; "
     "img-src 'self'; media-src 'self'; connect-src 'self'; "
     "worker-src 'self'; manifest-src 'self'; base-uri 'none'; "
     "form-action 'none'; frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Permissions-Policy", "camera=(), geolocation=(), microphone=()"},
};

enum MHD_Result
page_reply(const PageRequest* request,
           unsigned status,
           struct MHD_Response* response)
{
  if (!response) {
    return MHD_NO; // The connection is closed
  }
  for (size_t i = 0; i < sizeof(headers) / sizeof(headers[0]); ++i) {
    MHD_add_response_header(response, headers[i][0], headers[i][1]);
  }
  if (!MHD_get_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL)) {
    MHD_add_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL,
                            "no-store");
  }
  const enum MHD_Result result =
      MHD_queue_response(request->connection, status, response);
  MHD_destroy_response(response);
  return result;
}

enum MHD_Result
page_reply_text(const PageRequest* request,
                unsigned status,
                const char* type,
                char* text)
{
  struct MHD_Response* const response =
      text ? MHD_create_response_from_buffer(strlen(text), text,
                                             MHD_RESPMEM_MUST_FREE)
           : NULL;
  if (response) {
    MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, type);
    if (status == MHD_HTTP_UNAUTHORIZED) {
      MHD_add_response_header(response, MHD_HTTP_HEADER_WWW_AUTHENTICATE,
                              "Bearer realm=\"earmark\"");
    }
  } else {
    free(text);
  }
  return page_reply(request, status, response);
}

enum MHD_Result
page_reply_json(const PageRequest* request, unsigned status, json_t* object)
{
  char* const text = json_line_text(object);
  json_decref(object);
  return page_reply_text(request, status, "application/json", text);
}

enum MHD_Result
page_reply_error(const PageRequest* request, unsigned status, const char* text)
{
  json_t* const object = json_object();
  json_object_set_new(object, "error", json_string(text));
  return page_reply_json(request, status, object);
}

enum MHD_Result
page_reply_asset(const PageRequest* request, const char* name)
{
  const Asset* const asset = asset_find(name);
  if (!asset) {
    return page_reply_error(request, MHD_HTTP_NOT_FOUND, "no such page");
  }
  const bool is_known = !strcmp(
      page_request_header(request, MHD_HTTP_HEADER_IF_NONE_MATCH), asset->tag);
  // The library takes bytes that it may not write to as such, too
  struct MHD_Response* const response = MHD_create_response_from_buffer(
      is_known ? 0 : asset->size, (void*)(uintptr_t)asset->bytes,
      MHD_RESPMEM_PERSISTENT);
  if (response) {
    MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE,
                            asset->type);
    MHD_add_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL,
                            "no-cache");
    MHD_add_response_header(response, MHD_HTTP_HEADER_ETAG, asset->tag);
  }
  return page_reply(request, is_known ? MHD_HTTP_NOT_MODIFIED : MHD_HTTP_OK,
                    response);
}
