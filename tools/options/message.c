// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/options/message.h"

#include <stdbool.h>
#include <stddef.h>

/// Bytes of the UTF-8 character that begins here; 1 if none does
static size_t
character_size(const unsigned char* text)
{
  const unsigned char first = *text;
  const size_t size = first < 0xC2   ? 1
                      : first < 0xE0 ? 2
                      : first < 0xF0 ? 3
                      : first < 0xF5 ? 4
                                     : 1;
  for (size_t i = 1; i < size; ++i) {
    if ((text[i] & 0xC0) != 0x80) {
      return 1;
    }
  }
  return size;
}

/// Whether it is in C0 or C1, or the character behind ~
static bool
is_control(const unsigned char* text, size_t size)
{
  const bool is_c1 = size == 1 ? text[0] >= 0x80 && text[0] < 0xA0
                               : size == 2 && text[0] == 0xC2 && text[1] < 0xA0;
  return is_c1 || text[0] < ' ' || text[0] == 0x7F;
}

void
message_text(FILE* stream, const char* text)
{
  const unsigned char* c = (const unsigned char*)text;
  while (*c) {
    const size_t size = character_size(c);
    if (is_control(c, size)) {
      fputc('?', stream);
    } else {
      fwrite(c, 1, size, stream);
    }
    c += size;
  }
}

void
message_failure(const char* path, const char* what)
{
  fputs("earmark: ", stderr);
  message_text(stderr, path);
  fputs(": ", stderr);
  message_text(stderr, what);
  fputc('\n', stderr);
}
