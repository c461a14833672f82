// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/watch/page/public_url.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#define HOST_CHARACTERS                                                        \
  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_"
#define IPV6_CHARACTERS "0123456789abcdefABCDEF:."

/// The length of a host at the beginning of a text; 0 if there is none
static size_t
host_length(const char* text)
{
  if (*text == '[') {
    const size_t n = strspn(text + 1, IPV6_CHARACTERS);
    return n && text[n + 1] == ']' ? n + 2 : 0;
  }
  return strspn(text, HOST_CHARACTERS);
}

bool
public_url_read(const char* text, PublicUrl* url, Error* error)
{
  *url = (PublicUrl){0};
  const bool is_https = !strncasecmp(text, "https://", 8);
  const char* const host = is_https                           ? text + 8
                           : !strncasecmp(text, "http://", 7) ? text + 7
                                                              : "";
  const size_t length = host_length(host);
  const char* path = host + length;
  if (*path == ':') {
    path += 1 + strspn(path + 1, "0123456789");
  }
  const size_t n = strlen(path);
  if (!length || length >= sizeof(url->host) || *path != '/' ||
      strpbrk(path, "?#\"\\<> \t") || !n || path[n - 1] != '/' ||
      n >= sizeof(url->path)) {
    error_set(error, "it is a URL with a slash at its end, such as "
                     "https://radio.example/earmark/");
    return false;
  }
  url->is_https = is_https;
  snprintf(url->host, sizeof(url->host), "%.*s", (int)length, host);
  memcpy(url->path, path, n + 1);
  return true;
}
