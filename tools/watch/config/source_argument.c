// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/watch/config/source_argument.h"

#include "tools/watch/source/address.h"
#include "tools/watch/source/stream_title.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool
source_argument_read(const char* text, StationSettings* settings, Arena* arena)
{
  const size_t length = strspn(text, ADDRESS_NAME_CHARACTERS);
  const bool has_name = length > 0 && length <= ADDRESS_MAX_NAME &&
                        text[length] == '=' && access(text, F_OK) != 0;
  char* const name = has_name ? strndup(text, length) : address_name(text);
  char* const address = address_escape(has_name ? text + length + 1 : text);
  *settings = (StationSettings){
      .name = name ? arena_string(arena, name) : NULL,
      .address = address ? arena_string(arena, address) : NULL,
      .charset = STREAM_TITLE_CHARSET};
  free(address);
  free(name);
  return settings->name && settings->address;
}
