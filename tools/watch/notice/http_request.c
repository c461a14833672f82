// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/watch/notice/http_request.h"

#include "tools/watch/source/address.h"

#include <stdlib.h>
#include <string.h>

#define MAX_ANSWER 120u /* Bytes, for messages */

struct HttpRequest {
  CURL* easy;
  struct curl_slist* headers;
  char* json;
  char error[CURL_ERROR_SIZE];
  char answer[MAX_ANSWER + 1];
  size_t n_answer;
};

/// The beginning of an answer is kept, the rest is not wanted
static size_t
take_answer(char* part, size_t size, size_t n, void* data)
{
  HttpRequest* const request = (HttpRequest*)data;
  for (size_t i = 0; i < size * n && request->n_answer < MAX_ANSWER; ++i) {
    request->answer[request->n_answer++] = part[i] ? part[i] : ' ';
  }
  return size * n;
}

static bool
add_header(HttpRequest* request, const char* header)
{
  struct curl_slist* const more = curl_slist_append(request->headers, header);
  request->headers = more ? more : request->headers;
  return more;
}

static bool
set_body(HttpRequest* request)
{
  CURL* const easy = request->easy;
  return !request->json ||
         (add_header(request, "Content-Type: application/json") &&
          add_header(request, "Expect:") && // One message less to wait for
          !curl_easy_setopt(easy, CURLOPT_POST, 1L) &&
          !curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
                            (curl_off_t)strlen(request->json)) &&
          !curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request->json));
}

static bool
set_limits(HttpRequest* request, const NoticePlan* plan)
{
  CURL* const easy = request->easy;
  const long milliseconds = (long)(1000.0 * plan->seconds);
  return !curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, milliseconds) &&
         !curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, milliseconds) &&
         !curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https") &&
         !curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L) &&
         !curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L) &&
         // A resolver that hangs does not hold up the end
         !curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L) &&
         (!plan->ca_file ||
          !curl_easy_setopt(easy, CURLOPT_CAINFO, plan->ca_file));
}

static bool
set_all(HttpRequest* request,
        const char* url,
        const char* const* headers,
        const NoticePlan* plan,
        void* owner)
{
  CURL* const easy = request->easy;
  bool ok = true;
  for (; ok && headers && *headers; ++headers) {
    ok = add_header(request, *headers);
  }
  return ok && set_body(request) && set_limits(request, plan) &&
         !curl_easy_setopt(easy, CURLOPT_URL, url) &&
         !curl_easy_setopt(easy, CURLOPT_HTTPHEADER, request->headers) &&
         !curl_easy_setopt(easy, CURLOPT_USERAGENT,
                           "Earmark/" EARMARK_VERSION) &&
         !curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, request->error) &&
         !curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_answer) &&
         !curl_easy_setopt(easy, CURLOPT_WRITEDATA, request) &&
         !curl_easy_setopt(easy, CURLOPT_PRIVATE, owner);
}

HttpRequest*
http_request_new(const char* url,
                 const char* const* headers,
                 char* json,
                 const NoticePlan* plan,
                 void* owner)
{
  HttpRequest* const request = (HttpRequest*)calloc(1, sizeof(HttpRequest));
  if (!request) {
    free(json);
    return NULL;
  }
  request->json = json;
  request->easy = curl_easy_init();
  if (!request->easy || !set_all(request, url, headers, plan, owner)) {
    http_request_free(request);
    return NULL;
  }
  return request;
}

CURL*
http_request_handle(const HttpRequest* request)
{
  return request->easy;
}

/// Statuses that say that the request itself is wrong
static bool
is_refusal(long status)
{
  static const long passing[] = {401, 403, 404, 408, 425, 429};
  for (size_t i = 0; i < sizeof(passing) / sizeof(passing[0]); ++i) {
    if (status == passing[i]) {
      return false;
    }
  }
  return status >= 300 && status < 500;
}

DeliveryResult
http_request_result(const HttpRequest* request, CURLcode code, Error* error)
{
  long status = 0;
  if (code) {
    // It may name what only the two of us should know
    char* const masked = address_mask(
        request->error[0] ? request->error : curl_easy_strerror(code));
    error_set(error, "%.200s", masked ? masked : ERROR_NO_MEMORY);
    free(masked);
    return DELIVERY_FAILED;
  }
  curl_easy_getinfo(request->easy, CURLINFO_RESPONSE_CODE, &status);
  if (status >= 200 && status < 300) {
    return DELIVERY_DONE;
  }
  char* const answer = address_mask(request->answer);
  error_set(error, "it answers with status %ld%s%.*s", status,
            answer && *answer ? ": " : "",
            answer ? (int)strcspn(answer, "\r\n") : 0, answer ? answer : "");
  free(answer);
  return is_refusal(status) ? DELIVERY_REFUSED : DELIVERY_FAILED;
}

void
http_request_free(HttpRequest* request)
{
  if (request) {
    curl_easy_cleanup(request->easy);
    curl_slist_free_all(request->headers);
    free(request->json);
    free(request);
  }
}
