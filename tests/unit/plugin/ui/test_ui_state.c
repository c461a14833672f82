// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// What the window shows: names from the bundle's Turtle, which tags have rows
// and how they change places, groups, the last minute, mappings

#undef NDEBUG
#define _POSIX_C_SOURCE 200809L // base/clock.h

#include "plugin/ui/mapping_text.h"
#include "plugin/ui/ui_state.h"
#include "tests/support/run.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static PluginInfo* info;
static uint32_t few[NETWORK_MAX_GROUPS]; ///< Rows

static uint32_t
tag_number(const char* name)
{
  uint32_t i = 0;
  while (strcmp(info->tags[i].name, name)) {
    ++i;
    assert(i < info->view.n_tags);
  }
  return i;
}

static uint32_t
group_place(const char* name)
{
  uint32_t i = 0;
  while (strcmp(info->groups[i].name, name)) {
    ++i;
    assert(i < info->view.n_groups);
  }
  return i;
}

static unsigned
set(UiState* state, const char* symbol, float value)
{
  const uint32_t port = plugin_info_find_port(info, symbol);
  assert(port != INFO_NONE);
  return ui_state_set(state, port, value);
}

static void
test_plugin_info(void)
{
  const View* const view = &info->view;
  assert(!strcmp(info->title, "Earmark"));
  assert(view->n_tags > 30 && view->n_groups == 7 && view->n_scales == 2);
  assert(plugin_info_find_port(info, "in_left") == INFO_NONE); // No control
  assert(plugin_info_find_port(info, "none") == INFO_NONE);
  const uint32_t memory = plugin_info_find_port(info, "memory");
  assert(info->ports[memory].normal == 3.0f);
  assert(info->tags[tag_number("rock")].ranked);
  assert(!info->tags[tag_number("music")].ranked);
  const uint32_t piano = info->tags[tag_number("piano")].place;
  assert(!strcmp(info->groups[piano].name, "instrument"));
  assert(!info->groups[piano].is_choice && piano == 2);
  assert(info->tags[tag_number("piano")].threshold == 0.4f);
  // Shown first, and named first; shown second, and named third
  assert(!strcmp(info->groups[0].name, "genre") && !info->groups[0].number);
  assert(info->groups[0].is_choice && info->groups[0].colour == 0x56B4E9u);
  assert(!strcmp(info->groups[1].name, "mood") && info->groups[1].number == 2);
  assert(!strcmp(info->scales[0].name, "energy"));
  assert(info->scales[0].rest == 0.0f);
  assert(info->scales[1].rest == 0.5f);
  assert(!plugin_info_read(EARMARK_BUNDLE, "urn:none"));
  assert(!plugin_info_read("/nonexistent", "urn:earmark:stereo"));
}

/// A view of one group without a name
static void
test_published(void)
{
  PluginInfo* const msd = plugin_info_read(EARMARK_BUNDLE, "urn:earmark:msd");
  assert(msd && msd->view.n_tags == 50 && msd->view.n_groups == 1);
  assert(!strcmp(msd->groups[0].name, "") && !msd->view.n_scales);
  UiState* const state = ui_state_new(msd);
  assert(state && ui_state_update(state, 0.0, few));
  ui_state_free(state);
  plugin_info_free(msd);
}

static void
test_history(void)
{
  const float low[2] = {0.0f, 0.25f};
  const float high[2] = {1.0f, NAN};
  History* const history = history_new(2);
  assert(history && history_value(history, 0, 1) < 0.0f);
  assert(history_advance(history, 100.0, low));
  assert(!history_advance(history, 100.1, high)); // Too early for a column
  assert(history_advance(history, 100.21, high));
  assert(history_value(history, 0, 0) == 1.0f);
  assert(history_value(history, 0, 1) == 0.0f);
  assert(fabsf(history_value(history, 1, 1) - 0.25f) < 0.01f);
  assert(history_value(history, 2, 0) < 0.0f); // Not known

  assert(history_advance(history, 110.2, low)); // A gap of ten seconds
  assert(history_value(history, 0, 0) == 0.0f);
  assert(history_value(history, 1, 0) < 0.0f);
  assert(history_value(history, 49, 0) < 0.0f);
  assert(history_value(history, 50, 0) == 1.0f);

  for (int i = 1; i <= 600; ++i) { // Two minutes: the first is forgotten
    history_advance(history, 110.2 + 0.2 * i + 1e-6, i > 300 ? high : low);
  }
  assert(history_value(history, 0, 0) == 1.0f);
  assert(history_value(history, HISTORY_COLUMNS - 1, 0) == 1.0f);
  assert(history_advance(history, 1e6, low));
  assert(history_value(history, 0, 0) == 0.0f);
  assert(history_value(history, 1, 0) < 0.0f);
  history_free(history);
}

static void
test_rows(void)
{
  UiState* const state = ui_state_new(info);
  const Block* const genre = &state->blocks[0];
  assert(state && ui_state_update(state, 0.0, few));
  assert(genre->n_rows == 0 && !genre->leader); // All are 0
  assert(set(state, "rock", 0.5f) == 0);
  set(state, "jazz", 0.7f);
  set(state, "piano", 0.9f);
  assert(ui_state_update(state, 0.05, few) == (PART_BARS | PART_TAGGRAM));
  assert(ui_state_update(state, 0.06, few) == 0); // As it was
  assert(genre->n_rows == 2 && genre->leader == tag_number("jazz") + 1);
  assert(genre->rows[0].tag == tag_number("jazz") && genre->rows[0].said);
  assert(genre->rows[0].permille == 700 && genre->rows[0].place == 0.0);
  assert(genre->rows[1].tag == tag_number("rock"));
  set(state, "rock", 0.501f);
  assert(ui_state_update(state, 0.07, few) == PART_BARS);

  // More than there is room for: who is new takes the place of who left
  set(state, "pop", 0.6f);
  ui_state_update(state, 0.1, few);
  assert(genre->n_rows == 3 && genre->rows[2].tag == tag_number("pop"));
  set(state, "metal", 0.52f); // A little ahead of the weakest: nothing changes
  assert(ui_state_update(state, 0.15, few) == 0);
  set(state, "metal", 0.9f);
  ui_state_update(state, 0.2, few);
  assert(genre->n_rows == 3 && genre->leader == tag_number("metal") + 1);
  bool is_there = false;
  for (uint32_t i = 0; i < 3; ++i) {
    assert(genre->rows[i].tag != tag_number("rock"));
    is_there = is_there || genre->rows[i].tag == tag_number("metal");
  }
  assert(is_there);
  ui_state_free(state);
}

/// A tag that overtakes another moves, a little in each picture
static void
test_movement(void)
{
  UiState* const state = ui_state_new(info);
  const Block* const genre = &state->blocks[0];
  set(state, "rock", 0.5f);
  set(state, "jazz", 0.4f);
  ui_state_update(state, 10.0, few);
  assert(genre->rows[0].tag == tag_number("rock"));
  set(state, "jazz", 0.52f); // Not by enough
  ui_state_update(state, 11.0, few);
  assert(genre->rows[0].tag == tag_number("rock"));
  set(state, "jazz", 0.6f);
  double last = 1.0;
  unsigned n_moving = 0;
  for (int i = 1; i < 60; ++i) {
    const unsigned parts = ui_state_update(state, 11.0 + 0.04 * i, few);
    assert(genre->rows[0].tag == tag_number("jazz"));
    const double place = genre->rows[0].place;
    assert(place <= last && place >= 0.0 && last - place < 0.35);
    assert(place == last || (parts & PART_BARS && parts & PART_TAGGRAM));
    n_moving += place != last ? 1u : 0u;
    last = place;
  }
  assert(last == 0.0 && genre->rows[1].place == 1.0 && n_moving > 6);
  ui_state_free(state);
}

static void
test_groups(void)
{
  UiState* const state = ui_state_new(info);
  const uint32_t mood = group_place("mood");
  const uint32_t content = group_place("content");
  set(state, "happy", 0.8f);
  set(state, "music", 1.0f);
  assert(ui_state_update(state, 0.0, few));
  assert(state->blocks[mood].n_rows == 1 && !state->blocks[content].n_rows);

  // Sessions know moods as the third group, whatever their place
  assert(ui_state_toggled(state, PORT_HIDDEN_GROUPS, mood) == 4.0f);
  assert(set(state, "hidden_groups", 4.0f) == PART_ALL);
  assert(ui_state_is_hidden(state, mood) &&
         !ui_state_is_hidden(state, content));
  assert(ui_state_toggled(state, PORT_HIDDEN_GROUPS, mood) == 0.0f);
  set(state, "pinned_groups", (float)(1u << info->groups[content].number));
  ui_state_update(state, 0.2, few);
  assert(state->blocks[content].leader == tag_number("music") + 1);
  assert(state->blocks[content].rows[0].tag == tag_number("music"));

  // What makes no sense does no harm
  assert(ui_state_set(state, 100000, 1.0f) == 0);
  assert(set(state, "rock", NAN) == 0);
  set(state, "hidden_groups", -INFINITY);
  assert(!ui_state_is_hidden(state, mood));
  set(state, "hidden_groups", INFINITY);
  assert(ui_state_is_hidden(state, mood));
  uint32_t many[NETWORK_MAX_GROUPS];
  memset(many, 0x7F, sizeof(many));
  ui_state_update(state, 0.3, many);
  ui_state_free(state);
}

static void
test_mappings(void)
{
  UiState* const state = ui_state_new(info);
  char text[512];
  float level = 0.0f;
  assert(!mapping_text(state, 0, text, sizeof(text), &level));
  set(state, "map1_tag", (float)(tag_number("energetic") + 1));
  assert(set(state, "map1_number", 74.0f) == PART_SETTINGS);
  set(state, "energetic", 0.5f);
  assert(ui_state_update(state, 0.0, few) & PART_SETTINGS);
  assert(mapping_text(state, 0, text, sizeof(text), &level));
  assert(!strcmp(text, "energetic 0.50: controller 74 on channel 1 is 64"));
  assert(fabsf(level - 0.5f) < 1e-6f);

  const uint32_t n = info->view.n_tags;
  set(state, "map2_tag", (float)(n + 1)); // Energy
  set(state, "map2_kind", 2.0f);
  set(state, "map2_channel", 5.0f);
  set(state, "map2_to", 0.6f);
  assert(set(state, "energy", 0.75f) == (PART_PLANE | PART_SETTINGS));
  ui_state_update(state, 0.1, few);
  assert(mapping_text(state, 1, text, sizeof(text), &level));
  assert(!strcmp(text, "energy 0.75: note 21 on channel 5 is on"));

  set(state, "map3_tag", (float)(n + 3)); // The first group
  set(state, "pop", 0.7f);
  ui_state_update(state, 0.2, few);
  assert(mapping_text(state, 2, text, sizeof(text), &level));
  assert(!strcmp(text, "strongest genre pop: controller 22 on channel 1 is 2"));
  set(state, "map3_kind", 2.0f); // Pop is the second
  assert(mapping_text(state, 2, text, sizeof(text), &level));
  assert(!strcmp(text, "strongest genre pop: note 23 on channel 1 is on"));
  set(state, "map1_tag", 1e9f);
  assert(!mapping_text(state, 0, text, sizeof(text), &level));
  set(state, "map1_tag", (float)(n + 2 + 7 + 1));
  assert(!mapping_text(state, 0, text, sizeof(text), &level));
  ui_state_free(state);
}

int
main(void)
{
  for (uint32_t i = 0; i < NETWORK_MAX_GROUPS; ++i) {
    few[i] = 3;
  }
  info = plugin_info_read(EARMARK_BUNDLE, "urn:earmark:stereo");
  assert(info);
  RUN(test_plugin_info());
  RUN(test_published());
  RUN(test_history());
  RUN(test_rows());
  RUN(test_movement());
  RUN(test_groups());
  RUN(test_mappings());
  plugin_info_free(info);
  return 0;
}
