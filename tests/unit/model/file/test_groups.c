// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// A view's groups and scales

#undef NDEBUG
#define _POSIX_C_SOURCE 200809L // base/clock.h

#include "model/file/network_file.h"
#include "model/view.h"
#include "tests/support/draft.h"
#include "tests/support/run.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/// A small network whose default view has tags in these groups
static Network*
load(const char* const* groups, uint32_t n, const char* rest)
{
  static char views[32768];
  int at = snprintf(views, sizeof(views),
                    "[{\"name\":\"default\",\"title\":\"D\","
                    "\"tags\":[");
  for (uint32_t i = 0; i < n; ++i) {
    at += snprintf(views + at, sizeof(views) - (size_t)at,
                   "%s{\"name\":\"t %u\",\"symbol\":\"t_%u\",\"group\":\"%s\","
                   "\"members\":[[0,1]]}",
                   i ? "," : "", i, i, groups[i]);
  }
  snprintf(views + at, sizeof(views) - (size_t)at, "]%s}]", rest);
  const NetworkShape shape = shape_small(PRECISION_INT8);
  Draft draft = draft_new(&shape, 1);
  draft_set(&draft, "views", views);
  Network* const network = draft_load(&draft, NULL);
  assert(network);
  draft_free(&draft);
  return network;
}

/// Listed groups come first, in their order; numbers follow the tags
static void
test_order(void)
{
  static const char* const groups[] = {"b", "a", "", "b", "c"};
  Network* const network = load(
      groups, 5,
      ",\"groups\":[{\"name\":\"c\",\"choice\":true,\"colour\":\"#0aF0ff\"},"
      "{\"name\":\"none\"},{\"name\":\"a\"}]");
  const View* const view = &network->views[0];
  static const char* const wanted[] = {"c", "a", "b", ""};
  static const uint32_t numbers[] = {3, 1, 0, 2};
  static const uint32_t places[] = {2, 1, 3, 2, 0};
  assert(view->n_groups == 4 && !view->has_thresholds && !view->n_scales);
  for (uint32_t i = 0; i < 4; ++i) {
    assert(!strcmp(view->groups[i].name, wanted[i]));
    assert(view->groups[i].number == numbers[i]);
    assert(view->groups[i].is_choice == !i);
    for (uint32_t j = 0; j < i; ++j) {
      assert(view->groups[j].colour != view->groups[i].colour);
    }
  }
  for (uint32_t i = 0; i < 5; ++i) {
    assert(view->tags[i].place == places[i]);
  }
  assert(view->groups[0].colour == 0x0AF0FFu);
  assert(!strcmp(view->groups[0].symbol, "strongest_c"));
  assert(!strcmp(view->groups[0].probability, "strongest_c_probability"));
  assert(!strcmp(view->groups[3].symbol, "strongest"));
  network_free(network);
}

/// What is more than a view can tell apart counts to the last group
static void
test_too_many(void)
{
  static char names[40][8];
  const char* groups[40];
  for (uint32_t i = 0; i < 40; ++i) {
    snprintf(names[i], sizeof(names[i]), "g%u", i);
    groups[i] = names[i];
  }
  Network* const network =
      load(groups, 40, ",\"groups\":[{\"name\":\"g30\"},{\"name\":\"g3\"}]");
  const View* const view = &network->views[0];
  assert(view->n_groups == NETWORK_MAX_GROUPS);
  assert(!strcmp(view->groups[0].name, "g3") && view->groups[0].number == 3);
  for (uint32_t i = 0; i < 40; ++i) {
    const uint32_t number = view->groups[view->tags[i].place].number;
    assert(number == (i < NETWORK_MAX_GROUPS ? i : NETWORK_MAX_GROUPS - 1));
  }
  network_free(network);
}

/// A tag keeps its symbol, whatever a group is called
static void
test_symbols(void)
{
  static const char* const groups[] = {"era", "Era!"};
  const NetworkShape shape = shape_small(PRECISION_INT8);
  Draft draft = draft_new(&shape, 1);
  draft_replace(&draft, "views", "tag_0", "strongest_odd");
  Network* network = draft_load(&draft, NULL);
  assert(network);
  assert(!strcmp(network->views[0].groups[0].symbol, "strongest_odd_2"));
  assert(!strcmp(network->views[0].groups[1].symbol, "strongest_even"));
  network_free(network);
  draft_free(&draft);
  network = load(groups, 2, "");
  const View* const view = &network->views[0];
  assert(!strcmp(view->groups[0].symbol, "strongest_era"));
  assert(!strcmp(view->groups[1].symbol, "strongest_era_2"));
  network_free(network);
}

static float
scale_of(const View* view, float first, float last, float silent)
{
  const float probabilities[] = {first, silent, 0.0f, 0.5f, last};
  float value = -1.0f;
  view_scales(view, probabilities, &value);
  assert(value >= 0.0f && value <= 1.0f);
  return value;
}

/// The sum of logits, spread by the knots; silence draws it to its rest
static void
test_scales(void)
{
  const NetworkShape shape = shape_small(PRECISION_INT8);
  Draft draft = draft_new(&shape, 1);
  draft_replace(&draft, "views", "\"Default\"", "\"Default\",\"silence\":1");
  Network* const network = draft_load(&draft, NULL);
  const View* const view = &network->views[0];
  assert(view->n_scales == 1 && view_values(view) == view->n_tags + 1);
  assert(!strcmp(view->scales[0].symbol, "scale"));
  // Knots -2, -0.5, 1; weights 0.75 and -0.25
  assert(fabsf(scale_of(view, 0.5f, 0.5f, 0.0f) - 2.0f / 3.0f) < 1e-6f);
  assert(scale_of(view, 1.0f, 0.5f, 0.0f) == 1.0f);
  assert(scale_of(view, 0.0f, 0.5f, 0.0f) == 0.0f);
  const float e = 1.0f / (1.0f + expf(2.0f)); // Of logit -2: sum -1.5
  assert(fabsf(scale_of(view, e, 0.5f, 0.0f) - 1.0f / 6.0f) < 1e-5f);
  assert(scale_of(view, 0.4f, 0.9f, 0.0f) < scale_of(view, 0.4f, 0.1f, 0.0f));
  assert(scale_of(view, 1.0f, 0.5f, 1.0f) == 0.25f);
  assert(fabsf(scale_of(view, 1.0f, 0.5f, 0.5f) - 0.625f) < 1e-6f);
  network_free(network);
  draft_free(&draft);
}

int
main(void)
{
  RUN(test_order());
  RUN(test_too_many());
  RUN(test_symbols());
  RUN(test_scales());
  return 0;
}
