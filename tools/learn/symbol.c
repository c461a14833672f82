// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/learn/symbol.h"

#include "model/file/fields.h"

#include <stdio.h>
#include <string.h>

#define MAX_STEM 48u /* leaves room for a number */

static bool
is_taken(const char* symbol, const json_t* tags)
{
  size_t i = 0;
  const json_t* tag = NULL;
  json_array_foreach(tags, i, tag)
  {
    const char* const other = json_string_value(json_object_get(tag, "symbol"));
    if (other && !strcmp(other, symbol)) {
      return true;
    }
  }
  return is_reserved(symbol);
}

void
symbol_make(char symbol[SYMBOL_SIZE], const char* name, const json_t* tags)
{
  char stem[MAX_STEM + 1] = "";
  size_t n = 0;
  for (const char* c = name; *c && n < MAX_STEM; ++c) {
    const bool upper = *c >= 'A' && *c <= 'Z';
    const bool plain = (*c >= 'a' && *c <= 'z') || (*c >= '0' && *c <= '9');
    if (plain || upper) {
      stem[n++] = (char)(upper ? *c - 'A' + 'a' : *c);
    } else if (n && stem[n - 1] != '_') {
      stem[n++] = '_';
    }
  }
  while (n && stem[n - 1] == '_') {
    --n;
  }
  stem[n] = '\0';

  // Symbols do not begin with a digit, and GStreamer dislikes '_' there
  const char* const prefix = stem[0] >= 'a' && stem[0] <= 'z' ? "" : "tag_";
  snprintf(symbol, SYMBOL_SIZE, "%s%s", prefix, n ? stem : "tag");
  for (unsigned i = 2; is_taken(symbol, tags); ++i) {
    snprintf(symbol, SYMBOL_SIZE, "%s%s_%u", prefix, n ? stem : "tag", i);
  }
}
