// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "model/symbol.h"

#include "model/port_symbols.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#define MAX_STEM 48u /* leaves room for a number */
#define DIGITS "0123456789"

bool
symbol_is_valid(const char* symbol)
{
  static const char letters[] = "abcdefghijklmnopqrstuvwxyz_";
  static const char all[] = "abcdefghijklmnopqrstuvwxyz_" DIGITS;
  const size_t length = strlen(symbol);
  return length && length < SYMBOL_SIZE && strchr(letters, symbol[0]) &&
         strspn(symbol, all) == length;
}

static bool
is_listed(const char* const* list, const char* text)
{
  while (*list && strcmp(*list, text)) {
    ++list;
  }
  return *list;
}

/// What follows the prefix and a number; NULL if they are not there
static const char*
skip_numbered(const char* symbol, const char* prefix)
{
  const size_t length = strlen(prefix);
  const size_t n_digits =
      strncmp(symbol, prefix, length) ? 0 : strspn(symbol + length, DIGITS);
  return n_digits ? symbol + length + n_digits : NULL;
}

bool
symbol_is_reserved(const char* symbol)
{
#define SYMBOL(name, text) text,
  static const char* const ports[] = {
      AUDIO_PORTS_MONO(SYMBOL) AUDIO_PORTS_STEREO(SYMBOL) SETTING_PORTS(SYMBOL)
          RESULT_PORTS(SYMBOL) NULL};
  static const char* const fields[] = {MAPPING_PORTS(SYMBOL) NULL};
#undef SYMBOL
  const char* const field = skip_numbered(symbol, MAPPING_PORT_PREFIX);
  const char* const cv = skip_numbered(symbol, CV_PORT_PREFIX);
  return is_listed(ports, symbol) || (cv && !*cv) ||
         (field && *field == '_' && is_listed(fields, field + 1));
}

/// Add the letters and digits of a text, with "_" for all between
static size_t
append(char* stem, size_t n, const char* text)
{
  for (const char* c = text; *c && n < MAX_STEM; ++c) {
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
  return n;
}

static bool
begins_with_letter(const char* text)
{
  return text[0] >= 'a' && text[0] <= 'z';
}

void
symbol_make(char symbol[SYMBOL_SIZE],
            const char* name,
            const char* group,
            SymbolTakenFunc taken,
            void* data)
{
  char stem[MAX_STEM + 1] = "";
  size_t n = append(stem, 0, name);
  stem[n] = '\0';
  if (!begins_with_letter(stem)) {
    char rest[MAX_STEM + 1];
    memcpy(rest, stem, n + 1);
    memset(stem, 0, sizeof(stem));
    n = append(stem, 0, group);
    if (!begins_with_letter(stem)) {
      n = append(stem, 0, "tag");
    }
    if (n < MAX_STEM && rest[0]) {
      stem[n++] = '_';
      n = append(stem, n, rest);
    }
    stem[n] = '\0';
  }

  snprintf(symbol, SYMBOL_SIZE, "%s", stem);
  for (unsigned i = 2;
       symbol_is_reserved(symbol) || (taken && taken(data, symbol)); ++i) {
    snprintf(symbol, SYMBOL_SIZE, "%s_%u", stem, i);
  }
}
