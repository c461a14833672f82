// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/learn/separator.h"

#include "tools/learn/column_name.h"

#include <stddef.h>
#include <string.h>

#define MAX_FIELD 512u /* bytes of a first field that are looked at */

/// Best first, of those whose first fields say as much; but ',' and ';' come in
/// the line's order
static const char candidates[] = "\t,;|";

/// The first `n` bytes, without quotes and white space around
static void
copy_field(char field[MAX_FIELD], const char* text, size_t n)
{
  size_t length = 0;
  for (size_t i = 0; i < n && length + 1 < MAX_FIELD; ++i) {
    if (text[i] != '"' && (length || !strchr(" \t", text[i]))) {
      field[length++] = text[i];
    }
  }
  while (length && strchr(" \t", field[length - 1])) {
    --length;
  }
  field[length] = '\0';
}

/// The first one in the line and outside of quotes, or NULL
static const char*
find(const char* text, char separator)
{
  bool quoted = false;
  for (; *text && (quoted || !strchr("\r\n", *text)); ++text) {
    quoted ^= *text == '"';
    const size_t n_blank = strspn(text, " \t");
    const bool ends = !text[n_blank] || strchr("\r\n", text[n_blank]);
    if (!quoted && *text == separator && (separator != '\t' || !ends)) {
      return text;
    }
  }
  return NULL;
}

/// How much speaks for the first field's end there: 0 to 2
static int
rate(const char* text, const char* end)
{
  char field[MAX_FIELD];
  copy_field(field, text, (size_t)(end - text));
  return column_name_is_file(field) ? 2 : column_name_is_of_file(field);
}

/// In one line; character 0 where there is none
static Separator
find_in_line(const char* text)
{
  Separator found = {'\0', false};
  const char* place = NULL;
  int most = -1;
  for (const char* c = candidates; *c; ++c) {
    const char* const end = find(text, *c);
    const int rating = end ? rate(text, end) : -1;
    const bool ties = end && rating == most;
    found.is_uncertain |= ties && *c != '|';
    if (rating > most) {
      found = (Separator){*c, false};
      place = end;
      most = rating;
    } else if (ties && *c == ';' && found.character == ',' && end < place) {
      found.character = *c;
    }
  }
  return found;
}

Separator
separator_find(const char* text)
{
  Separator found = find_in_line(text);
  while (!found.character && *text) {
    text += strcspn(text, "\r\n");
    text += strspn(text, "\r\n");
    found = find_in_line(text);
  }
  return found.character ? found : (Separator){',', false};
}

const char*
separator_name(char character)
{
  return character == '\t'  ? "tabs"
         : character == ';' ? "semicolons"
         : character == '|' ? "vertical bars"
                            : "commas";
}
