// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_HTTP_REQUEST_H
#define EARMARK_HTTP_REQUEST_H

#include "base/error.h"
#include "tools/watch/notice/delivery.h"

#include <curl/curl.h>

/// A request for libcurl's multi interface.  For one thread.
typedef struct HttpRequest HttpRequest;

/**
   A POST of JSON, which the request owns from then on and frees; NULL is for a
   GET.  http and https only, certificates are checked, nothing is redirected.
   Its CURLOPT_PRIVATE is `owner`.  NULL if memory is short.
*/
HttpRequest* http_request_new(const char* url,
                              const char* const* headers,
                              char* json,
                              const NoticePlan* plan,
                              void* owner);

/// To be added to a multi handle, and removed before http_request_free()
CURL* http_request_handle(const HttpRequest* request);

/// What it led to, once it has ended with a code; says what went wrong
DeliveryResult
http_request_result(const HttpRequest* request, CURLcode code, Error* error);

/// `request` may be NULL
void http_request_free(HttpRequest* request);

#endif
