// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/watch/source/stream_title.h"

#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_BYTES 4096u /* Of a title before it is converted and cut */

/// Bytes of the whole UTF-8 character that begins here; 0 if none does
static size_t
character_size(const unsigned char* text)
{
  const unsigned char c = text[0];
  const size_t size = c < 0x80   ? 1
                      : c < 0xC2 ? 0
                      : c < 0xE0 ? 2
                      : c < 0xF0 ? 3
                      : c < 0xF5 ? 4
                                 : 0;
  for (size_t i = 1; i < size; ++i) {
    if ((text[i] & 0xC0) != 0x80) {
      return 0;
    }
  }
  const bool is_bad = (c == 0xE0 && text[1] < 0xA0) || // Longer than needed
                      (c == 0xED && text[1] > 0x9F) || // Surrogates
                      (c == 0xF0 && text[1] < 0x90) ||
                      (c == 0xF4 && text[1] > 0x8F); // Beyond Unicode
  return is_bad ? 0 : size;
}

static bool
is_utf8(const char* bytes)
{
  const unsigned char* c = (const unsigned char*)bytes;
  while (*c) {
    const size_t size = character_size(c);
    if (!size) {
      return false;
    }
    c += size;
  }
  return true;
}

/// Neither C0 nor C1 nor DEL, nor line ends of Unicode
static bool
is_printable(const unsigned char* c, size_t size)
{
  return !(c[0] < ' ' || c[0] == 0x7F ||
           (size == 2 && c[0] == 0xC2 && c[1] < 0xA0) ||
           (size == 3 && c[0] == 0xE2 && c[1] == 0x80 &&
            (c[2] == 0xA8 || c[2] == 0xA9)));
}

/// What is UTF-8 in a text, cut to fit, without controls and outer spaces
static StreamTitle
clean(const char* bytes)
{
  StreamTitle title = {""};
  const unsigned char* c = (const unsigned char*)bytes + strspn(bytes, " ");
  size_t n = 0;
  while (*c) {
    const size_t size = character_size(c);
    if (size && n + size >= STREAM_TITLE_SIZE) {
      break;
    }
    if (size && is_printable(c, size)) {
      memcpy(title.text + n, c, size);
      n += size;
    }
    c += size ? size : 1;
  }
  while (n && title.text[n - 1] == ' ') {
    --n;
  }
  title.text[n] = '\0';
  return title;
}

/// To UTF-8; a byte that means nothing in `charset` is left out
static void
convert(const char* bytes, const char* charset, char out[MAX_BYTES])
{
  char* to = out;
  size_t room = MAX_BYTES - 1;
  size_t left = strlen(bytes);
  char* from = strdup(bytes);
  char* const copy = from;
  iconv_t converter = iconv_open("UTF-8", charset);
  if (copy && converter != (iconv_t)-1) {
    while (left && iconv(converter, &from, &left, &to, &room) == (size_t)-1 &&
           left && room > 8) {
      ++from;
      --left;
    }
  }
  if (converter != (iconv_t)-1) {
    iconv_close(converter);
  }
  free(copy);
  *to = '\0';
}

StreamTitle
stream_title_from(const char* bytes, const char* charset)
{
  if (is_utf8(bytes)) {
    return clean(bytes);
  }
  char text[MAX_BYTES];
  convert(bytes, charset, text);
  return clean(text);
}

bool
stream_title_from_icy(const char* packet,
                      const char* charset,
                      StreamTitle* title)
{
  static const char key[] = "StreamTitle='";
  const char* const begin = strstr(packet, key);
  if (!begin) {
    return false;
  }
  // A title may hold what ends it, so that the end is before the next key, or
  // else the last one there is
  const char* const text = begin + sizeof(key) - 1;
  const char* const url = strstr(text, "';StreamUrl=");
  const char* end = url;
  const char* next = url ? NULL : strstr(text, "';");
  for (; next; next = strstr(next + 1, "';")) {
    end = next;
  }
  char bytes[MAX_BYTES];
  const size_t length = end ? (size_t)(end - text) : strlen(text);
  snprintf(bytes, sizeof(bytes), "%.*s", (int)length, text);
  *title = stream_title_from(bytes, charset);
  return true;
}

/// Repeated fields are one, as libavformat joins them
static const char*
field(const AVDictionary* metadata, const char* key)
{
  const AVDictionaryEntry* const entry = av_dict_get(metadata, key, NULL, 0);
  return entry ? entry->value : "";
}

StreamTitle
stream_title_from_metadata(const AVDictionary* metadata, const char* charset)
{
  char bytes[MAX_BYTES];
  const char* const artist = field(metadata, "artist");
  const char* const title = field(metadata, "title");
  snprintf(bytes, sizeof(bytes), "%s%s%s", artist,
           *artist && *title ? " - " : "", title);
  return stream_title_from(bytes, charset);
}

bool
stream_title_knows(const char* charset)
{
  iconv_t converter = iconv_open("UTF-8", charset);
  if (converter == (iconv_t)-1) {
    return false;
  }
  iconv_close(converter);
  return true;
}
