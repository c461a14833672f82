// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/learn/table_text.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_SIZE (64l << 20) /* bytes of a file */
#define BOM "\xEF\xBB\xBF"
#define UTF16_GROWTH 3u /* bytes of UTF-8 for two of UTF-16, at most */
#define NO_TEXT "is no text (save the table as CSV in UTF-8)"

/// All bytes and a zero byte; NULL with a message
static char*
read_bytes(const char* path, size_t* size, Error* error)
{
  FILE* const file = fopen(path, "rb");
  if (!file) {
    error_set(error, "%s", strerror(errno));
    return NULL;
  }
  char* bytes = NULL;
  if (fseek(file, 0, SEEK_END) || ftell(file) > MAX_SIZE) {
    error_set(error, "is no table, or too large");
  } else {
    *size = (size_t)ftell(file);
    rewind(file);
    bytes = (char*)calloc(*size + 1, 1);
    if (!bytes) {
      error_set(error, ERROR_NO_MEMORY);
    } else if (fread(bytes, 1, *size, file) != *size) {
      error_set(error, "cannot be read");
      free(bytes);
      bytes = NULL;
    }
  }
  fclose(file);
  return bytes;
}

static char*
put_utf8(char* out, uint32_t c)
{
  if (c < 0x80) {
    *out++ = (char)c;
    return out;
  }
  const unsigned n_more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
  *out++ = (char)((0xF00u >> (n_more + 1)) | (c >> (6 * n_more)));
  for (unsigned i = n_more; i--;) {
    *out++ = (char)(0x80 | ((c >> (6 * i)) & 0x3F));
  }
  return out;
}

static uint32_t
unit_at(const char* bytes, bool big_endian)
{
  const uint32_t first = (unsigned char)bytes[0];
  const uint32_t second = (unsigned char)bytes[1];
  return big_endian ? first << 8 | second : second << 8 | first;
}

/// From UTF-16; false where it is none
static bool
convert(const char* in, size_t size, bool big_endian, char* out)
{
  if (size % 2) {
    return false;
  }
  for (const char* const end = in + size; in < end; in += 2) {
    uint32_t c = unit_at(in, big_endian);
    if (c >= 0xD800 && c < 0xDC00 && end - in >= 4) { // The first of a pair
      const uint32_t low = unit_at(in + 2, big_endian);
      if (low < 0xDC00 || low > 0xDFFF) {
        return false;
      }
      c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
      in += 2;
    } else if (!c || (c >= 0xD800 && c < 0xE000)) {
      return false;
    }
    out = put_utf8(out, c);
  }
  *out = '\0';
  return true;
}

static char*
from_utf16(const char* bytes, size_t size, bool big_endian, Error* error)
{
  char* const text = (char*)malloc(size / 2 * UTF16_GROWTH + 1);
  if (!text) {
    error_set(error, ERROR_NO_MEMORY);
  } else if (!convert(bytes, size, big_endian, text)) {
    error_set(error, "is broken UTF-16: save the table as CSV in UTF-8");
    free(text);
    return NULL;
  }
  return text;
}

char*
table_text_read(const char* path, Error* error)
{
  size_t size = 0;
  char* const bytes = read_bytes(path, &size, error);
  if (!bytes) {
    return NULL;
  }
  const bool little = size >= 2 && !memcmp(bytes, "\xFF\xFE", 2);
  const bool big = size >= 2 && !memcmp(bytes, "\xFE\xFF", 2);
  if (little || big) {
    char* const text = from_utf16(bytes + 2, size - 2, big, error);
    free(bytes);
    return text;
  }
  if (strlen(bytes) != size) {
    error_set(error, NO_TEXT);
    free(bytes);
    return NULL;
  }
  if (!strncmp(bytes, BOM, strlen(BOM))) {
    memmove(bytes, bytes + strlen(BOM), size - strlen(BOM) + 1);
  }
  return bytes;
}
