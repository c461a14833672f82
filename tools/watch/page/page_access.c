// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/watch/page/page_access.h"

#include <libavutil/hmac.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define DIGEST_SIZE 32u

bool
page_access_set_token(PageAccess* access, const char* token, Error* error)
{
  const size_t n = strlen(token);
  if (n < PAGE_TOKEN_MIN || n >= PAGE_TOKEN_SIZE) {
    error_set(error, "a token has %u to %u characters", PAGE_TOKEN_MIN,
              PAGE_TOKEN_SIZE - 1u);
    return false;
  }
  memcpy(access->token, token, n + 1);
  return true;
}

bool
page_access_is_closed(const PageAccess* access)
{
  return access->token[0] &&
         (!access->listen.is_loopback || access->url.host[0]);
}

/// The length of a host before its port
static size_t
host_length(const char* host)
{
  const char* const end = *host == '[' ? strchr(host, ']') : NULL;
  return end ? (size_t)(end - host) + 1u : strcspn(host, ":");
}

bool
page_access_knows(const PageAccess* access, const char* host)
{
  const size_t n = host_length(host);
  if (!n) {
    return false;
  }
  // No name server can bend a number
  if (*host == '[' || strspn(host, "0123456789.") >= n) {
    return true;
  }
  const char* const names[] = {"localhost", access->url.host};
  for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); ++i) {
    if (strlen(names[i]) == n && !strncasecmp(names[i], host, n)) {
      return true;
    }
  }
  return false;
}

bool
page_access_is_own(const PageAccess* access,
                   const char* origin,
                   const char* host)
{
  const char* const begin = strstr(origin, "://");
  if (!begin) {
    return false; // "null", of a sandbox or a file
  }
  const char* const name = begin + 3;
  const size_t n = host_length(name);
  return !strcasecmp(name, host) ||
         (access->url.host[0] && strlen(access->url.host) == n &&
          !strncasecmp(name, access->url.host, n));
}

/// In a time that does not tell where they differ
static bool
is_same(const char* a, const char* b, size_t n)
{
  unsigned difference = 0;
  for (size_t i = 0; i < n; ++i) {
    difference |= (unsigned char)a[i] ^ (unsigned char)b[i];
  }
  return !difference;
}

bool
page_access_is_token(const PageAccess* access, const char* text)
{
  const size_t n = strlen(access->token);
  return n && strlen(text) == n && is_same(text, access->token, n);
}

/// "UNTIL.DIGEST", where the digest is of that time by the token
static bool
make(const PageAccess* access, long long until, char cookie[PAGE_COOKIE_SIZE])
{
  char text[64];
  uint8_t digest[DIGEST_SIZE];
  AVHMAC* const hmac = av_hmac_alloc(AV_HMAC_SHA256);
  if (!hmac) {
    return false;
  }
  const int n = snprintf(text, sizeof(text), "earmark page %lld", until);
  av_hmac_calc(hmac, (const uint8_t*)text, (unsigned)n,
               (const uint8_t*)access->token, (unsigned)strlen(access->token),
               digest, sizeof(digest));
  av_hmac_free(hmac);
  size_t length = (size_t)snprintf(cookie, PAGE_COOKIE_SIZE, "%lld.", until);
  for (size_t i = 0; i < DIGEST_SIZE; ++i) {
    length += (size_t)snprintf(cookie + length, PAGE_COOKIE_SIZE - length,
                               "%02x", digest[i]);
  }
  return true;
}

bool
page_access_make_cookie(const PageAccess* access,
                        double until,
                        char cookie[PAGE_COOKIE_SIZE])
{
  return access->token[0] && make(access, (long long)until, cookie);
}

bool
page_access_is_cookie(const PageAccess* access, const char* cookie, double now)
{
  char wanted[PAGE_COOKIE_SIZE];
  const long long until = strtoll(cookie, NULL, 10);
  if (!access->token[0] || (double)until < now ||
      (double)until > now + 2.0 * PAGE_COOKIE_SECONDS ||
      !make(access, until, wanted)) {
    return false;
  }
  const size_t n = strlen(wanted);
  return strlen(cookie) == n && is_same(cookie, wanted, n);
}
