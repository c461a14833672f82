// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "ttl/turtle.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/// Bytes of the character that starts here, 0 if it is malformed
static size_t
character_length(const unsigned char* text)
{
  static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  const unsigned char first = text[0];
  const size_t length = first < 0x80             ? 1
                        : (first & 0xE0) == 0xC0 ? 2
                        : (first & 0xF0) == 0xE0 ? 3
                        : (first & 0xF8) == 0xF0 ? 4
                                                 : 0;
  if (length < 2) {
    return length;
  }

  uint32_t code = first & (0x7Fu >> length);
  for (size_t i = 1; i < length; ++i) {
    if ((text[i] & 0xC0) != 0x80) {
      return 0;
    }
    code = code << 6u | (text[i] & 0x3Fu);
  }
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  return code < least[length] || code > 0x10FFFF || surrogate ? 0 : length;
}

bool
turtle_is_utf8(const char* text)
{
  const unsigned char* c = (const unsigned char*)text;
  while (*c) {
    const size_t length = character_length(c);
    if (!length) {
      return false;
    }
    c += length;
  }
  return true;
}

bool
turtle_is_symbol(const char* text)
{
  static const char* const letters =
      "_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  return *text && !(*text >= '0' && *text <= '9') &&
         strspn(text, letters) == strlen(text);
}

void
turtle_write_string(FILE* out, const char* text)
{
  fputc('"', out);
  for (const unsigned char* c = (const unsigned char*)text; *c; ++c) {
    if (*c == '"' || *c == '\\') {
      fprintf(out, "\\%c", *c);
    } else if (*c < 0x20 || *c == 0x7F) {
      fprintf(out, "\\u%04X", *c);
    } else {
      fputc(*c, out);
    }
  }
  fputc('"', out);
}

void
turtle_write_number(FILE* out, double number)
{
  // The program never calls setlocale(): the decimal point is a point
  char text[64] = "";
  snprintf(text, sizeof(text), "%.6f", number);
  size_t length = strlen(text);
  while (text[length - 1] == '0' && text[length - 2] != '.') {
    text[--length] = '\0';
  }
  fputs(text, out);
}
