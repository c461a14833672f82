// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/learn/tag_symbol.h"

#include <stdint.h>
#include <string.h>

static bool
is_taken(void* data, const char* symbol)
{
  const json_t* const tags = (const json_t*)data;
  size_t i = 0;
  const json_t* tag = NULL;
  json_array_foreach(tags, i, tag)
  {
    const char* const other = json_string_value(json_object_get(tag, "symbol"));
    if (other && !strcmp(other, symbol)) {
      return true;
    }
  }
  return false;
}

void
tag_symbol_make(char symbol[SYMBOL_SIZE], const char* name, const json_t* tags)
{
  symbol_make(symbol, name, "", is_taken, (void*)(uintptr_t)tags);
}
