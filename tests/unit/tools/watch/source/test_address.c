// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// Secrets in addresses are hidden, names are made of them, and passwords get in

#undef NDEBUG
#define _POSIX_C_SOURCE 200809L

#include "tools/watch/source/address.h"

#include "tests/support/run.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static void
test_masks(void)
{
  static const struct {
    const char* text;
    const char* masked;
  } cases[] = {
      {"http://radio.example/a.mp3", "http://radio.example/a.mp3"},
      {"http://me:canary@host/a", "http://***@host/a"},
      {"http://me:c@n#a/r?y@host:80/a", "http://***@host:80/a"},
      {"https://host/a?token=canary&x=canary",
       "https://host/a?token=***&x=***"},
      {"https://host/a?canary", "https://host/a?***"},
      {"https://host/a?b=&c=canary#d", "https://host/a?b=&c=***"},
      {"a \"http://u:canary@h/\" and rtsp://canary@h/?k=canary fail",
       "a \"http://***@h/\" and rtsp://***@h/?k=*** fail"},
      {"a & b = c", "a & b = c"},
      {"", ""},
      {"?", "?"},
      {"http://@h", "http://@h"},
  };
  for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); ++i) {
    char* const masked = address_mask(cases[i].text);
    assert(masked && !strcmp(masked, cases[i].masked));
    free(masked);
    char* const blot = strdup(cases[i].text);
    assert(blot);
    address_blot(blot);
    assert(!strstr(blot, "canary"));
    assert(strlen(blot) == strlen(cases[i].text));
    free(blot);
  }
}

static void
test_escapes(void)
{
  static const struct {
    const char* address;
    const char* escaped;
  } cases[] = {
      {"http://radio.example/a@b#c", "http://radio.example/a@b#c"},
      {"http://me:p@ss#w:d@host/a", "http://me:p%40ss%23w:d@host/a"},
      {"rtsp://me:a%40b%@host", "rtsp://me:a%40b%25@host"},
      {"https://host/?mail=a@b", "https://host/?mail=a@b"},
      {"https://host?mail=a@b", "https://host?mail=a@b"},
      {"a@b/c.mp3", "a@b/c.mp3"},
  };
  for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); ++i) {
    char* const escaped = address_escape(cases[i].address);
    assert(escaped && !strcmp(escaped, cases[i].escaped));
    free(escaped);
  }
}

static void
test_kinds(void)
{
  assert(address_kind("-") == ADDRESS_INPUT);
  assert(address_kind("a/b.mp3") == ADDRESS_FILE);
  assert(address_kind("file:///a.mp3") == ADDRESS_FILE);
  assert(address_kind("a.SDP") == ADDRESS_SESSION);
  assert(address_kind("srt://host:1") == ADDRESS_NETWORK);
  assert(address_kind("http:a.mp3") == ADDRESS_FILE);
}

static void
test_names(void)
{
  static const struct {
    const char* address;
    const char* name;
  } cases[] = {
      {"-", "input"},
      {"music/a b.mp3", "a-b.mp3"},
      {"http://u:canary@host/live/one.mp3?token=canary", "one.mp3"},
      {"http://host/", "host-"},
      {"http://host", "host"},
  };
  for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); ++i) {
    char* const name = address_name(cases[i].address);
    assert(name && !strcmp(name, cases[i].name));
    free(name);
  }
}

static void
test_passwords(void)
{
  char* url = address_with_password("http://host/a@b", "me", "a@b:c/d#e?");
  assert(url && !strcmp(url, "http://me:a%40b%3Ac%2Fd%23e%3F@host/a@b"));
  free(url);
  url = address_with_password("http://old:one@host:80/", "me", "x");
  assert(url && !strcmp(url, "http://me:x@host:80/"));
  free(url);
  assert(!address_with_password("a.mp3", "me", "x"));
}

int
main(void)
{
  RUN(test_masks());
  RUN(test_escapes());
  RUN(test_kinds());
  RUN(test_names());
  RUN(test_passwords());
  return 0;
}
