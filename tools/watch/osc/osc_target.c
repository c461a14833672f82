// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/osc/osc_target.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_PORT 65535

/// Digits, and nothing else
static bool
is_port(const char* text)
{
  const size_t length = strlen(text);
  const long number = length && length < 6 ? strtol(text, NULL, 10) : 0;
  return strspn(text, "0123456789") == length && number >= 1 &&
         number <= MAX_PORT;
}

bool
osc_target_read(const char* text, OscTarget* target, Error* error)
{
  const char* const colon = strrchr(text, ':');
  const bool has_brackets = *text == '[' && colon && colon[-1] == ']';
  const char* const host = text + has_brackets;
  const size_t length = colon ? (size_t)(colon - host) - has_brackets : 0;
  const bool is_one = has_brackets || !memchr(host, ':', length);
  if (!length || length >= sizeof(target->host) || !is_one ||
      !is_port(colon + 1)) {
    error_set(error, "'%.60s' is no HOST:PORT", text);
    return false;
  }
  memcpy(target->host, host, length);
  target->host[length] = '\0';
  snprintf(target->port, sizeof(target->port), "%s", colon + 1);
  return true;
}
