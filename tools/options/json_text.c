// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/options/json_text.h"

#include <stdlib.h>
#include <string.h>

json_t*
json_text_of_bytes(const char* bytes)
{
  json_t* string = json_string(bytes);
  if (string) {
    return string;
  }

  static const char replacement[] = "\xEF\xBF\xBD";
  const size_t length = strlen(bytes);
  char* const text = (char*)malloc(3 * length + 1);
  size_t n = 0;
  for (size_t i = 0; text && i < length;) {
    size_t valid = 0;
    for (size_t width = 1; width <= 4 && i + width <= length && !valid;
         ++width) {
      json_t* const piece = json_stringn(bytes + i, width);
      valid = piece ? width : 0;
      json_decref(piece);
    }
    memcpy(text + n, valid ? bytes + i : replacement, valid ? valid : 3);
    n += valid ? valid : 3;
    i += valid ? valid : 1;
  }
  string = text ? json_stringn(text, n) : NULL;
  free(text);
  return string;
}

void
json_text_print(FILE* stream, const json_t* object)
{
  char* const text = json_dumps(object, JSON_COMPACT | JSON_REAL_PRECISION(9));
  for (const char* c = text ? text : ""; *c; ++c) {
    const unsigned char next = (unsigned char)c[1];
    if (*c == 0x7F) {
      fputs("\\u007f", stream);
    } else if ((unsigned char)*c == 0xC2 && next >= 0x80 && next < 0xA0) {
      fprintf(stream, "\\u00%02x", next);
      ++c;
    } else {
      fputc(*c, stream);
    }
  }
  fputc('\n', stream);
  free(text);
}
