// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// The window's place is used, and its colours can be told from each other

#undef NDEBUG
#define _POSIX_C_SOURCE 200809L // base/clock.h

#include "plugin/ui/layout.h"
#include "tests/support/run.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>

static PluginInfo* info;

static const int sizes[][2] = {{400, 300}, {800, 600}, {1600, 1000}};

/// Of the place that there is, blocks and what is beside them take the most
static void
test_use(void)
{
  UiState* const state = ui_state_new(info);
  for (unsigned i = 0; i < 3; ++i) {
    const double width = sizes[i][0];
    const double height = sizes[i][1];
    const Theme plain = theme_make(1.0, NULL, NULL);
    const Theme theme = theme_fit(&plain, width, height);
    const Layout layout = layout_make(&theme, state, width, height, false);
    double lowest = 0.0;
    uint32_t n_rows = 0;
    for (uint32_t g = 0; g < info->view.n_groups; ++g) {
      const Area* const block = &layout.blocks[g];
      lowest = fmax(lowest, block->y + block->height);
      n_rows += layout.n_rows[g];
    }
    const double used = n_rows * layout.row / height;
    printf("%.0f x %.0f: %u rows of %.0f pixels, %.0f %% of the height\n",
           width, height, n_rows, layout.row, 100.0 * used);
    assert(layout.taggram.width > 0.3 * width && used > 0.4);
    assert(layout.settings.y - lowest < 0.12 * height);
    assert(n_rows >= 7u && (i == 0 || n_rows >= 19u));
  }
  ui_state_free(state);
}

/// Text and bars can be seen on whatever the host says
static void
test_theme(void)
{
  for (uint32_t back = 0; back < 256; back += 15) {
    for (uint32_t front = 0; front < 256; front += 15) {
      const uint32_t colours[2] = {back * 0x01010100u | 0xFFu,
                                   front * 0x01010100u | 0xFFu};
      const Theme theme = theme_make(1.0, &colours[0], &colours[1]);
      const Colour* const behind = &theme.background;
      assert(colour_contrast(theme.text, *behind) > 4.49);
      assert(colour_contrast(theme.dim, *behind) > 4.49);
      assert(colour_contrast(theme.mark, *behind) > 4.49);
      for (uint32_t g = 0; g < info->view.n_groups; ++g) {
        const uint32_t rgb = info->groups[g].colour;
        assert(colour_contrast(theme_ink(&theme, rgb), *behind) > 4.49);
        assert(colour_contrast(theme_fill(&theme, rgb, 0.0), *behind) > 1.99);
      }
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
  RUN(test_use());
  RUN(test_theme());
  plugin_info_free(info);
  return 0;
}
