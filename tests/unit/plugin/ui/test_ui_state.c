// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// What the window shows: names from the bundle's Turtle, which tags are bars
// and rows, groups, the last minute, and that all sizes can be drawn

#undef NDEBUG
#define _POSIX_C_SOURCE 200809L // base/clock.h

#include "plugin/ui/layout.h"
#include "plugin/ui/mapping_text.h"
#include "plugin/ui/paint.h"
#include "plugin/ui/ui_state.h"
#include "tests/support/run.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static PluginInfo* info;

static uint32_t
tag_number(const char* name)
{
  uint32_t i = 0;
  while (strcmp(plugin_info_tag_name(info, i), name)) {
    ++i;
    assert(i < info->n_tags);
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
  assert(!strcmp(info->title, "Earmark"));
  assert(info->n_tags > 30 && info->n_groups >= 5);
  assert(!strcmp(info->groups[0], "genre"));
  assert(plugin_info_find_port(info, "in_left") == INFO_NONE); // No control
  assert(plugin_info_find_port(info, "none") == INFO_NONE);
  const uint32_t memory = plugin_info_find_port(info, "memory");
  assert(info->ports[memory].normal == 3.0f);
  assert(info->tags[tag_number("rock")].ranked);
  assert(!info->tags[tag_number("music")].ranked);
  const uint32_t piano = info->tags[tag_number("piano")].group;
  assert(!strcmp(info->groups[piano], "instrument"));
  assert(!plugin_info_read(EARMARK_BUNDLE, "urn:none"));
  assert(!plugin_info_read("/nonexistent", "urn:earmark:stereo"));
}

static void
test_history(void)
{
  const float low[2] = {0.0f, 0.25f};
  const float high[2] = {1.0f, NAN};
  History* const history = history_new(2);
  assert(history && history_rms(history, 1) == 0.0f);
  assert(history_advance(history, 100.0, low));
  assert(!history_advance(history, 100.1, high)); // Too early for a column
  assert(history_advance(history, 100.21, high));
  assert(history_value(history, 0, 0) == 1.0f);
  assert(history_value(history, 0, 1) == 0.0f);
  assert(fabsf(history_value(history, 1, 1) - 0.25f) < 0.01f);
  assert(history_value(history, 2, 0) < 0.0f); // Not known
  assert(fabsf(history_rms(history, 0) - sqrtf(0.5f)) < 1e-6f);

  assert(history_advance(history, 110.2, low)); // A gap of ten seconds
  assert(history_value(history, 0, 0) == 0.0f);
  assert(history_value(history, 1, 0) < 0.0f);
  assert(history_value(history, 49, 0) < 0.0f);
  assert(history_value(history, 50, 0) == 1.0f);

  for (int i = 1; i <= 600; ++i) { // Two minutes: the first is forgotten
    history_advance(history, 110.2 + 0.2 * i + 1e-6, i > 300 ? high : low);
  }
  assert(history_rms(history, 0) == 1.0f);
  assert(history_value(history, HISTORY_COLUMNS - 1, 0) == 1.0f);
  assert(history_advance(history, 1e6, low));
  assert(history_rms(history, 0) == 0.0f);
  history_free(history);
}

static void
test_bars(void)
{
  UiState* const state = ui_state_new(info);
  assert(state && ui_state_update(state, 0.0, 5, 5));
  assert(state->n_bars == 0); // All are 0: nothing to show
  assert(set(state, "rock", 0.5f) == 0);
  set(state, "piano", 0.7f);
  set(state, "music", 1.0f); // Not ranked
  assert(ui_state_update(state, 0.05, 5, 5) == PART_BARS);
  assert(ui_state_update(state, 0.06, 5, 5) == 0); // As it was
  assert(state->n_bars == 2);
  assert(state->bars[0].tag == tag_number("piano"));
  assert(state->bars[0].permille == 700 && !state->bars[0].pinned);

  set(state, "rock", 0.71f); // A little ahead: no jumping about
  ui_state_update(state, 0.1, 5, 5);
  assert(state->bars[0].tag == tag_number("piano"));
  set(state, "rock", 0.8f);
  ui_state_update(state, 0.15, 5, 5);
  assert(state->bars[0].tag == tag_number("rock"));
  ui_state_update(state, 0.16, 1, 5); // Room for one
  assert(state->n_bars == 1);

  ui_state_free(state);
}

static void
test_groups(void)
{
  UiState* const state = ui_state_new(info);
  assert(state);
  set(state, "rock", 0.8f);
  set(state, "piano", 0.7f);
  set(state, "music", 1.0f);
  assert(ui_state_update(state, 0.0, 5, 5));

  // Hidden, then pinned
  const uint32_t genre = info->tags[tag_number("rock")].group;
  const uint32_t content = info->tags[tag_number("music")].group;
  assert(ui_state_toggled(state, PORT_HIDDEN_GROUPS, genre) ==
         (float)(1u << genre));
  const unsigned parts = set(state, "hidden_groups", (float)(1u << genre));
  assert(parts == (PART_GROUPS | PART_BARS | PART_TAGGRAM));
  assert(ui_state_is_hidden(state, genre) &&
         !ui_state_is_hidden(state, content));
  assert(ui_state_toggled(state, PORT_HIDDEN_GROUPS, genre) == 0.0f);
  set(state, "pinned_groups", (float)(1u << content));
  ui_state_update(state, 0.2, 5, 5);
  assert(state->bars[0].tag == tag_number("music") && state->bars[0].pinned);
  assert(state->bars[1].tag == tag_number("piano"));

  // What makes no sense does no harm
  assert(ui_state_set(state, 100000, 1.0f) == 0);
  assert(set(state, "rock", NAN) == 0);
  set(state, "hidden_groups", -INFINITY);
  assert(!ui_state_is_hidden(state, genre));
  set(state, "hidden_groups", INFINITY);
  assert(ui_state_is_hidden(state, genre));
  ui_state_update(state, 0.3, 1000000, 1000000);
  ui_state_free(state);
}

static void
test_rows(void)
{
  UiState* const state = ui_state_new(info);
  set(state, "piano", 0.9f);
  set(state, "rock", 0.4f);
  set(state, "jazz", 0.2f);
  for (int i = 0; i < 20; ++i) {
    ui_state_update(state, 0.25 * i, 5, 2);
  }
  assert(state->n_rows == 2); // The strongest two, in the tags' order
  assert(state->rows[0] == tag_number("rock"));
  assert(state->rows[1] == tag_number("piano"));
  ui_state_free(state);
}

static void
test_mappings(void)
{
  UiState* const state = ui_state_new(info);
  char text[256];
  assert(!mapping_text(state, 0, text, sizeof(text)));
  set(state, "map1_tag", (float)(tag_number("energetic") + 1));
  assert(set(state, "map1_number", 74.0f) == PART_SETTINGS);
  assert(mapping_text(state, 0, text, sizeof(text)));
  assert(!strcmp(text, "energetic 0.00 to 1.00: controller 74 on channel 1, "
                       "0 to 127"));
  set(state, "map1_tag", 1e9f);
  assert(!mapping_text(state, 0, text, sizeof(text)));
  ui_state_free(state);
}

/// Every size can be drawn, and all groups can be clicked where they fit
static void
test_paint(void)
{
  static const int sizes[][2] = {{1, 1},     {60, 900},  {900, 60},
                                 {300, 300}, {468, 612}, {1900, 1200}};
  UiState* const state = ui_state_new(info);
  set(state, "piano", 0.9f);
  set(state, "rock", 0.4f);
  for (unsigned i = 0; i < sizeof(sizes) / sizeof(sizes[0]); ++i) {
    for (unsigned halves = 2; halves <= 4; ++halves) {
      const double scale = 0.5 * halves;
      const int width = sizes[i][0];
      const int height = sizes[i][1];
      const Theme theme = theme_make(scale, NULL, NULL);
      const Layout layout = layout_make(&theme, info->n_groups, width, height);
      const Painting painting = {state, &theme, &layout};
      cairo_surface_t* const surface =
          cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
      cairo_t* const cr = cairo_create(surface);
      ui_state_update(state, i + scale, layout.max_bars, layout.max_rows);
      paint(cr, &painting, PART_ALL);
      assert(!cairo_status(cr));
      for (uint32_t g = 0; width > 300 && g < info->n_groups; ++g) {
        const Area area = layout_group(&layout, &theme, info->n_groups, g);
        assert(layout_find_group(&layout, &theme, info->n_groups, area.x + 1.0,
                                 area.y + 1.0) == g);
      }
      cairo_destroy(cr);
      cairo_surface_destroy(surface);
    }
  }
  ui_state_free(state);
}

static double
brightness(Colour c)
{
  return 0.3 * c.r + 0.59 * c.g + 0.11 * c.b;
}

/// Text can be read on whatever the host says
static void
test_theme(void)
{
  for (uint32_t back = 0; back < 256; back += 15) {
    for (uint32_t front = 0; front < 256; front += 15) {
      const uint32_t colours[2] = {back * 0x01010100u | 0xFFu,
                                   front * 0x01010100u | 0xFFu};
      const Theme theme = theme_make(1.0, &colours[0], &colours[1]);
      assert(fabs(brightness(theme.text) - brightness(theme.background)) > 0.3);
    }
  }
  assert(theme_make(2.0, NULL, NULL).em ==
         2.0 * theme_make(1.0, NULL, NULL).em);
}

int
main(void)
{
  info = plugin_info_read(EARMARK_BUNDLE, "urn:earmark:stereo");
  assert(info);
  RUN(test_plugin_info());
  RUN(test_history());
  RUN(test_bars());
  RUN(test_groups());
  RUN(test_rows());
  RUN(test_mappings());
  RUN(test_paint());
  RUN(test_theme());
  plugin_info_free(info);
  return 0;
}
