// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// Titles are UTF-8 whatever a server sends, without controls

#undef NDEBUG

#include "tools/watch/source/stream_title.h"

#include "tests/support/run.h"

#include <assert.h>
#include <string.h>

static void
test_bytes(void)
{
  static const struct {
    const char* bytes;
    const char* charset;
    const char* text;
  } cases[] = {
      {"Bj\xC3\xB6rk", "CP1252", "Bj\xC3\xB6rk"},
      {"Bj\xF6rk", "CP1252", "Bj\xC3\xB6rk"},
      {"\xCF\xE5\xF1\xED\xFF", "CP1251",
       "\xD0\x9F\xD0\xB5\xD1\x81\xD0\xBD\xD1\x8F"},
      {" a\x1B[2J\r\nb\x7F\xC2\x85 ", "CP1252", "a[2Jb"},
      {"\xED\xA0\x80", "ASCII", ""},
      {"", "CP1252", ""},
  };
  for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); ++i) {
    const StreamTitle title =
        stream_title_from(cases[i].bytes, cases[i].charset);
    assert(!strcmp(title.text, cases[i].text));
  }
}

static void
test_long(void)
{
  char bytes[1000];
  for (size_t i = 0; i + 2 < sizeof(bytes); i += 2) {
    memcpy(bytes + i, "\xC3\xB6", 3);
  }
  const StreamTitle title = stream_title_from(bytes, "CP1252");
  assert(strlen(title.text) == 254);
  assert((unsigned char)title.text[253] == 0xB6);
}

static void
test_icy(void)
{
  static const struct {
    const char* packet;
    const char* text;
  } cases[] = {
      {"StreamTitle='Don't; stop';", "Don't; stop"},
      {"StreamTitle='Rockin'; on';StreamUrl='http://x/';", "Rockin'; on"},
      {"StreamTitle='Rockin'; on';", "Rockin'; on"},
      {"StreamUrl='u';StreamTitle='a';", "a"},
      {"StreamTitle='';StreamUrl='';", ""},
      {"StreamTitle='cut", "cut"},
  };
  for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); ++i) {
    StreamTitle title = {"?"};
    assert(stream_title_from_icy(cases[i].packet, "CP1252", &title));
    assert(!strcmp(title.text, cases[i].text));
  }
  StreamTitle title;
  assert(!stream_title_from_icy("StreamUrl='x';", "CP1252", &title));
}

static void
test_metadata(void)
{
  AVDictionary* metadata = NULL;
  assert(!stream_title_from_metadata(NULL, "CP1252").text[0]);
  av_dict_set(&metadata, "TITLE", "b", 0);
  assert(!strcmp(stream_title_from_metadata(metadata, "CP1252").text, "b"));
  av_dict_set(&metadata, "artist", "a", 0);
  assert(!strcmp(stream_title_from_metadata(metadata, "CP1252").text, "a - b"));
  av_dict_free(&metadata);
}

int
main(void)
{
  RUN(test_bytes());
  RUN(test_long());
  RUN(test_icy());
  RUN(test_metadata());
  assert(stream_title_knows("CP1252") && !stream_title_knows("NONE"));
  return 0;
}
