// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// Symbols of tags: what may be one, what is taken by ports, what names become

#undef NDEBUG
#define _POSIX_C_SOURCE 200809L // base/clock.h

#include "model/file/network_file.h"
#include "model/symbol.h"
#include "tests/support/random.h"
#include "tests/support/run.h"

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static void
test_valid(void)
{
  char longest[SYMBOL_SIZE + 1];
  memset(longest, 'a', SYMBOL_SIZE);
  longest[SYMBOL_SIZE] = '\0';
  assert(!symbol_is_valid(longest));
  longest[SYMBOL_SIZE - 1] = '\0';
  assert(symbol_is_valid(longest));
  static const char* const good[] = {"a", "_", "_1", "a_b", "z9"};
  static const char* const bad[] = {"", "1", "a-b", "A", "a b", "\xC3\xA4"};
  for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); ++i) {
    assert(symbol_is_valid(good[i]));
  }
  for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); ++i) {
    assert(!symbol_is_valid(bad[i]));
  }
}

static void
test_reserved(void)
{
  static const char* const ports[] = {"in",
                                      "out",
                                      "in_left",
                                      "out_right",
                                      "control",
                                      "notify",
                                      "enabled",
                                      "freewheeling",
                                      "memory",
                                      "smoothing",
                                      "hidden_groups",
                                      "pinned_groups",
                                      "top_tag",
                                      "load",
                                      "dropped",
                                      "map1_tag",
                                      "map4_kind",
                                      "map2_channel",
                                      "map3_smoothing",
                                      "map12_curve",
                                      "map9999_from",
                                      "cv1",
                                      "cv4",
                                      "cv99"};
  static const char* const tags[] = {
      "rock", "in_right_", "map",   "map1",  "map_tag", "map1_tags", "map1tag",
      "cv",   "cv_1",      "cv1_2", "mapx1", "tag",     "kind",      "loud"};
  for (size_t i = 0; i < sizeof(ports) / sizeof(ports[0]); ++i) {
    assert(symbol_is_reserved(ports[i]));
  }
  for (size_t i = 0; i < sizeof(tags) / sizeof(tags[0]); ++i) {
    assert(!symbol_is_reserved(tags[i]));
  }
}

static void
check_made(const char* name, const char* group, const char* wanted)
{
  char symbol[SYMBOL_SIZE];
  symbol_make(symbol, name, group, NULL, NULL);
  if (strcmp(symbol, wanted)) {
    printf("\"%s\" became %s, not %s\n", name, symbol, wanted);
  }
  assert(!strcmp(symbol, wanted));
}

static void
test_made(void)
{
  check_made("Hip-Hop", "genre", "hip_hop");
  check_made("female voice", "", "female_voice");
  check_made("  mood/theme---happy!", "", "mood_theme_happy");
  check_made("60s", "era", "era_60s");
  check_made("60s", "", "tag_60s");
  check_made("60s", "1970", "tag_60s");
  check_made("\xE6\xBC\xA2", "genre", "genre");
  check_made("\xE6\xBC\xA2", "", "tag");
  check_made("", "", "tag");
  check_made("___", "", "tag");
  check_made("map1 tag", "", "map1_tag_2");
  check_made("Hidden groups", "", "hidden_groups_2");
  check_made("CV1", "", "cv1_2");
}

/// Tags that have a symbol already
typedef struct {
  const Tag* tags;
  uint32_t n;
} Taken;

static bool
is_taken(void* data, const char* symbol)
{
  const Taken* const taken = (const Taken*)data;
  for (uint32_t i = 0; i < taken->n; ++i) {
    if (!strcmp(taken->tags[i].symbol, symbol)) {
      return true;
    }
  }
  return false;
}

/// Sessions refer to the default network's symbols: the rule must go on giving
/// the same
static void
test_default_network(void)
{
  Error error = {""};
  Network* const network =
      network_load(EARMARK_BUNDLE "network.safetensors", &error);
  assert(network);
  for (uint32_t v = 0; v < network->n_views; ++v) {
    const View* const view = &network->views[v];
    for (uint32_t i = 0; i < view->n_tags; ++i) {
      char symbol[SYMBOL_SIZE];
      Taken taken = {view->tags, i};
      symbol_make(symbol, view->tags[i].name, view->tags[i].group, is_taken,
                  &taken);
      if (strcmp(symbol, view->tags[i].symbol)) {
        printf("%s: %s, not %s\n", view->name, symbol, view->tags[i].symbol);
      }
      assert(!strcmp(symbol, view->tags[i].symbol));
    }
  }
  network_free(network);
}

/// Whatever the names, symbols are valid, free, and no port's
static void
check_random_names(uint64_t seed)
{
  static const char letters[] = "abmtvcpg_0123 -A\xC3";
  static const char* const starts[] = {"",   "map",     "cv",
                                       "in", "top_tag", "map1_"};
  static char symbols[400][SYMBOL_SIZE];
  static Tag tags[400];
  Random random = {seed};
  Taken taken = {tags, 0};
  for (uint32_t i = 0; i < 400; ++i) {
    char name[100];
    const uint32_t length = random_below(&random, i % 5 ? 4 : 80);
    int n =
        snprintf(name, sizeof(name), "%s", starts[random_below(&random, 6)]);
    for (uint32_t j = 0; j < length; ++j) {
      name[n++] = letters[random_below(&random, sizeof(letters) - 1)];
    }
    name[n] = '\0';
    symbol_make(symbols[i], name, i % 2 ? "7 groups" : "mood", is_taken,
                &taken);
    assert(symbol_is_valid(symbols[i]) && !symbol_is_reserved(symbols[i]));
    assert(!is_taken(&taken, symbols[i]));
    assert(symbols[i][0] != '_');
    tags[taken.n++].symbol = symbols[i];
  }
}

static void
test_random_names(void)
{
  for (uint64_t seed = 1; seed <= 25; ++seed) {
    check_random_names(seed); // 400 names of one view
  }
}

int
main(void)
{
  RUN(test_valid());
  RUN(test_reserved());
  RUN(test_made());
  RUN(test_default_network());
  RUN(test_random_names());
  return 0;
}
