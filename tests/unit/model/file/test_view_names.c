// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// The names of views are read without the network, and are the network's

#undef NDEBUG
#define _POSIX_C_SOURCE 200809L // base/clock.h

#include "model/file/network_file.h"
#include "model/file/view_names.h"
#include "tests/support/draft.h"
#include "tests/support/exercise.h"
#include "tests/support/random_network.h"
#include "tests/support/run.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

static void
test_default(void)
{
  static ViewNames views;
  const char* const path = EARMARK_BUNDLE "network.safetensors";
  Error error = {""};
  Network* const network = network_load(path, &error);
  assert(network && view_names_read(&views, path, &error));
  assert(views.n == network->n_views);
  for (uint32_t i = 0; i < views.n; ++i) {
    assert(!strcmp(views.names[i], network->views[i].name));
  }
  network_free(network);
}

static void
check_broken(const char* path)
{
  static ViewNames views;
  Error error = {""};
  assert(!view_names_read(&views, path, &error));
  assert(error.text[0]);
}

static void
test_broken(void)
{
  check_broken("/nowhere");
  check_broken("/dev/null");
  check_broken("/");
  check_broken(EARMARK_BUNDLE "manifest.ttl");
}

/// A tag with the symbol of a port is refused
static void
check_symbol(const char* symbol, bool good)
{
  char text[80];
  Error error = {""};
  const NetworkShape shape = exercise_shape(PRECISION_INT8, 1);
  Draft draft = draft_new(&shape, 1);
  snprintf(text, sizeof(text), "\"symbol\":\"%s\"", symbol);
  draft_replace(&draft, "views", "\"symbol\":\"tag_0\"", text);
  Network* const network = draft_load(&draft, &error);
  if (!network != !good) {
    printf("%s: %s\n", symbol, error.text);
  }
  assert(!network == !good);
  assert(good || strstr(error.text, "is the symbol of another port"));
  network_free(network);
  draft_free(&draft);
}

static void
test_symbols(void)
{
  check_symbol("rock", true);
  check_symbol("cv1_2", true);
  check_symbol("in_left", false);
  check_symbol("hidden_groups", false);
  check_symbol("map1_tag", false);
  check_symbol("map17_curve", false);
  check_symbol("cv1", false);
  check_symbol("cv20", false);
}

/// Which output means silence, and when, is the file's
static void
test_silence(void)
{
  static const char* const bad[] = {"{\"output\":-1,\"level\":0.1}",
                                    "{\"output\":100000,\"level\":0.1}",
                                    "{\"output\":0,\"level\":-0.1}",
                                    "{\"output\":0}",
                                    "{\"level\":0.1}",
                                    "[]",
                                    "{\"output\":0,\"level\":1e999}",
                                    "{\"output\":0.5,\"level\":0.1}"};
  const NetworkShape shape = exercise_shape(PRECISION_INT8, 1);
  for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); ++i) {
    Error error = {""};
    Draft draft = draft_new(&shape, 1);
    draft_set(&draft, "silence", bad[i]);
    assert(!draft_load(&draft, &error) && error.text[0]);
    draft_free(&draft);
  }

  Error error = {""};
  Draft draft = draft_new(&shape, 1);
  draft_set(&draft, "silence", "{\"output\":0,\"level\":0.25}");
  Network* network = draft_load(&draft, &error);
  assert(network && network->silence == 0 && network->silence_level == 0.25f);
  network_free(network);
  draft_set(&draft, "silence", NULL); // As a file without the key
  network = draft_load(&draft, &error);
  assert(network && network->silence == -1);
  network_free(network);
  draft_free(&draft);
}

int
main(void)
{
  RUN(test_default());
  RUN(test_broken());
  RUN(test_symbols());
  RUN(test_silence());
  return 0;
}
