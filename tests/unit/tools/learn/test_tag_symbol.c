// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// Symbols of tags: valid, no port's, unique among those that were made before

#undef NDEBUG

#include "model/symbol.h"
#include "tools/learn/tag_symbol.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

static void
check(json_t* tags, const char* name, const char* wanted)
{
  char symbol[SYMBOL_SIZE];
  tag_symbol_make(symbol, name, tags);
  if (wanted && strcmp(symbol, wanted)) {
    fprintf(stderr, "%s: %s, not %s\n", name, symbol, wanted);
  }
  assert(!wanted || !strcmp(symbol, wanted));
  assert(symbol_is_valid(symbol) && !symbol_is_reserved(symbol) &&
         symbol[0] != '_');
  size_t i = 0;
  json_t* tag = NULL;
  json_array_foreach(tags, i, tag)
  {
    assert(strcmp(json_string_value(json_object_get(tag, "symbol")), symbol));
  }
  json_array_append_new(tags, json_pack("{s:s}", "symbol", symbol));
}

int
main(void)
{
  static const char* const ports[] = {
      "map1 tag",     "map4 smoothing", "cv1",
      "cv4",          "hidden groups",  "pinned groups",
      "in",           "in left",        "in right",
      "out",          "out left",       "out right",
      "control",      "notify",         "enabled",
      "freewheeling", "memory",         "load",
      "smoothing",    "threshold",      "hysteresis",
      "dropped",      "top tag",        "top probability"};
  json_t* const tags = json_array();
  check(tags, "Rock & Roll!", "rock_roll");
  check(tags, "rock-roll", "rock_roll_2");
  check(tags, "ROCK ROLL", "rock_roll_3");
  check(tags, "80s", "tag_80s");
  check(tags, "\xE6\xBC\xA2", "tag");
  check(tags, "?", "tag_2");
  check(tags, "_x_", "x");
  check(tags, "memory", "memory_2");
  for (size_t i = 0; i < sizeof(ports) / sizeof(ports[0]); ++i) {
    check(tags, ports[i], NULL);
    check(tags, ports[i], NULL); // And again
  }
  char longest[129];
  memset(longest, 'x', 128);
  longest[128] = '\0';
  for (int i = 0; i < 300; ++i) {
    check(tags, longest, NULL);
    check(tags, "Memory", NULL);
  }
  json_decref(tags);
  return 0;
}
