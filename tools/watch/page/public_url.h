// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_PUBLIC_URL_H
#define EARMARK_PUBLIC_URL_H

#include "base/error.h"

#include <stdbool.h>

/// Where people find the page, behind a proxy; all empty for no such place
typedef struct {
  bool is_https;
  char host[256]; ///< Without its port; an IPv6 address in brackets
  char path[256]; ///< "/" at both ends
} PublicUrl;

/// False with a message
bool public_url_read(const char* text, PublicUrl* url, Error* error);

#endif
