// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// The window's picture, by numbers: at every size, scale and in all colours no
// text is cut off by the edge, none covers another, and all can be read

#undef NDEBUG
#define _POSIX_C_SOURCE 200809L // base/clock.h

#include "plugin/ui/paint.h"
#include "tests/support/random.h"
#include "tests/support/run.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_TEXTS 512u

/// A text that was drawn, and where
typedef struct {
  char text[64];
  Area ink;
  double contrast;
  bool is_cut; ///< By what it may draw to, or by "..."
} Text;

static PluginInfo* info;
static Text texts[MAX_TEXTS];
static uint32_t n_texts;

/// The colour behind a text, in its middle
static Colour
find_behind(cairo_t* cr, double x, double y)
{
  cairo_surface_t* const surface = cairo_get_target(cr);
  const int width = cairo_image_surface_get_width(surface);
  const int height = cairo_image_surface_get_height(surface);
  const int column = (int)fmin(fmax(x, 0.0), width - 1.0);
  const int row = (int)fmin(fmax(y, 0.0), height - 1.0);
  cairo_surface_flush(surface);
  const unsigned char* const data = cairo_image_surface_get_data(surface);
  uint32_t pixel = 0;
  memcpy(&pixel,
         data + (size_t)row * (size_t)cairo_image_surface_get_stride(surface) +
             4 * (size_t)column,
         sizeof(pixel));
  return colour_of(pixel & 0xFFFFFFu);
}

static double
find_contrast(cairo_t* cr, const Area* ink)
{
  Colour own = {0.0, 0.0, 0.0};
  double alpha = 0.0;
  const cairo_status_t status = cairo_pattern_get_rgba(
      cairo_get_source(cr), &own.r, &own.g, &own.b, &alpha);
  assert(!status && alpha == 1.0);
  double least = 21.0;
  for (int i = 0; i <= 4; ++i) {
    const Colour behind = find_behind(cr, ink->x + 0.25 * i * ink->width,
                                      ink->y + 0.5 * ink->height);
    least = fmin(least, colour_contrast(own, behind));
  }
  return least;
}

/// In cairo's place: notes the text instead of drawing it
void
cairo_show_text(cairo_t* cr, const char* text)
{
  cairo_text_extents_t e;
  double x = 0.0;
  double y = 0.0;
  double left = 0.0;
  double top = 0.0;
  double right = 0.0;
  double bottom = 0.0;
  cairo_get_current_point(cr, &x, &y);
  cairo_text_extents(cr, text, &e);
  cairo_clip_extents(cr, &left, &top, &right, &bottom);
  assert(n_texts < MAX_TEXTS);
  Text* const own = &texts[n_texts++];
  snprintf(own->text, sizeof(own->text), "%.63s", text);
  own->ink = (Area){x + e.x_bearing, y + e.y_bearing, e.width, e.height};
  own->contrast = find_contrast(cr, &own->ink);
  own->is_cut = own->ink.x < left - 0.5 || own->ink.y < top - 0.5 ||
                own->ink.x + own->ink.width > right + 0.5 ||
                own->ink.y + own->ink.height > bottom + 0.5 ||
                strstr(text, "...");
}

static bool
overlaps(const Area* a, const Area* b)
{
  return a->x + a->width > b->x + 0.5 && b->x + b->width > a->x + 0.5 &&
         a->y + a->height > b->y + 0.5 && b->y + b->height > a->y + 0.5;
}

static void
check_texts(const char* what)
{
  for (uint32_t i = 0; i < n_texts; ++i) {
    const Text* const a = &texts[i];
    if (a->is_cut || a->contrast < THEME_CONTRAST - 0.1) {
      fprintf(stderr, "%s: \"%s\" at %.0f,%.0f %.0fx%.0f: contrast %.2f%s\n",
              what, a->text, a->ink.x, a->ink.y, a->ink.width, a->ink.height,
              a->contrast, a->is_cut ? ", cut off" : "");
    }
    assert(!a->is_cut && a->contrast >= THEME_CONTRAST - 0.1);
    for (uint32_t j = 0; j < i; ++j) {
      if (overlaps(&a->ink, &texts[j].ink)) {
        fprintf(stderr, "%s: \"%s\" covers \"%s\"\n", what, a->text,
                texts[j].text);
      }
      assert(!overlaps(&a->ink, &texts[j].ink));
    }
  }
}

static void
set(UiState* state, const char* symbol, float value)
{
  const uint32_t port = plugin_info_find_port(state->info, symbol);
  assert(port != INFO_NONE);
  ui_state_set(state, port, value);
}

/// Something plays, of every group, with all mappings in use
static UiState*
make_state(const PluginInfo* of)
{
  Random random = {4};
  UiState* const state = ui_state_new(of);
  assert(state);
  for (uint32_t i = 0; i < of->view.n_tags; ++i) {
    const float x = random_uniform(&random, 0.0f, 1.0f);
    ui_state_set(state, of->tag_ports[i], x * x);
  }
  for (uint32_t i = 0; i < of->view.n_scales; ++i) {
    ui_state_set(state, of->scale_ports[i], 0.3f + 0.4f * (float)i);
  }
  for (uint32_t i = 1; i <= PORTS_MAPPINGS; ++i) {
    char symbol[32];
    snprintf(symbol, sizeof(symbol), "map%u_tag", i);
    const uint32_t tag = i * of->view.n_tags / PORTS_MAPPINGS;
    set(state, symbol, (float)tag);
  }
  return state;
}

/// How much of the window is used: parts and what is in them lie within it, and
/// no two parts cover each other
static void
check_parts(const Layout* layout, double width, double height)
{
  for (unsigned i = 0; i < N_PARTS; ++i) {
    const Area a = layout_part(layout, (UiPart)(1u << i));
    assert(a.width >= 0.0 && a.height >= 0.0);
    if (a.width <= 0.0 || a.height <= 0.0) {
      continue;
    }
    assert(a.x >= 0.0 && a.y >= 0.0);
    assert(a.x + a.width <= width + 0.5 && a.y + a.height <= height + 0.5);
    for (unsigned j = 0; j < i; ++j) {
      const Area b = layout_part(layout, (UiPart)(1u << j));
      assert(b.width <= 0.0 || b.height <= 0.0 || !overlaps(&a, &b));
    }
  }
  for (uint32_t i = 0; i < NETWORK_MAX_GROUPS; ++i) {
    const Area* const a = &layout->blocks[i];
    assert(!layout->n_rows[i] ||
           a->y + a->height <= layout->bars.y + layout->bars.height + 0.5);
    for (uint32_t j = 0; j < i; ++j) {
      const Area* const b = &layout->blocks[j];
      assert(!layout->n_rows[i] || !layout->n_rows[j] || !overlaps(a, b));
    }
  }
}

/// Draw all; returns how many groups have a block
static uint32_t
draw(UiState* state, const Theme* wanted, int width, int height, bool full)
{
  const Theme theme = theme_fit(wanted, width, height);
  const Layout layout = layout_make(&theme, state, width, height, full);
  const Painting painting = {state, &theme, &layout};
  cairo_surface_t* const surface =
      cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
  cairo_t* const cr = cairo_create(surface);
  theme_use(cr, theme.background);
  cairo_paint(cr);
  for (int i = 0; i < 12; ++i) {
    ui_state_update(state, state->time + 0.3, layout.n_rows);
  }
  n_texts = 0;
  paint(cr, &painting, PART_ALL);
  assert(!cairo_status(cr));
  cairo_destroy(cr);
  cairo_surface_destroy(surface);
  if (width >= 300 && height >= 250) { // Else parts stick out, and are cut off
    check_parts(&layout, width, height);
  }
  uint32_t n = 0;
  for (uint32_t g = 0; g < NETWORK_MAX_GROUPS; ++g) {
    const Area* const button = &layout.buttons[g];
    if (button->width > 0.0 && width >= 300) {
      assert(layout_find_group(&layout, button->x + 1.0, button->y + 1.0) == g);
    }
    n += layout.n_rows[g] ? 1u : 0u;
  }
  return n;
}

static const int sizes[][2] = {{400, 300}, {800, 600}, {1600, 1000}};
static const uint32_t schemes[][2] = {{0x1C1F21FFu, 0xEBEBE8FFu},
                                      {0xFAFAFAFFu, 0x111111FFu},
                                      {0x000000FFu, 0x00FF00FFu},
                                      {0xC0C0C0FFu, 0x404040FFu},
                                      {0x808080FFu, 0x7F7F7FFFu}};

static void
test_sizes(void)
{
  UiState* const state = make_state(info);
  for (unsigned i = 0; i < 3; ++i) {
    for (unsigned scheme = 0; scheme < 5; ++scheme) {
      for (unsigned scale = 1; scale <= 3; ++scale) {
        for (unsigned full = 0; full < 2; ++full) {
          const Theme theme =
              theme_make(scale, &schemes[scheme][0], &schemes[scheme][1]);
          char what[64];
          snprintf(what, sizeof(what), "%d x %d, scale %u, scheme %u%s",
                   sizes[i][0], sizes[i][1], scale, scheme,
                   full ? ", full" : "");
          const uint32_t n =
              draw(state, &theme, sizes[i][0], sizes[i][1], full);
          assert(n == info->view.n_groups && n_texts > n);
          check_texts(what);
        }
      }
    }
  }
  ui_state_free(state);
}

/// Every view and size can be drawn, however odd, and all groups be hidden
static void
test_odd(void)
{
  static const int odd[][2] = {{1, 1},     {60, 900},  {900, 60},
                               {300, 300}, {792, 594}, {3840, 2160}};
  static const char* const plugins[] = {"urn:earmark:stereo", "urn:earmark:msd",
                                        "urn:earmark:jamendo"};
  const Theme theme = theme_make(1.0, NULL, NULL);
  for (unsigned p = 0; p < 3; ++p) {
    PluginInfo* const other = plugin_info_read(EARMARK_BUNDLE, plugins[p]);
    UiState* const state = make_state(other);
    for (unsigned i = 0; i < 6; ++i) {
      draw(state, &theme, odd[i][0], odd[i][1], false);
      draw(state, &theme, odd[i][0], odd[i][1], true);
    }
    set(state, "hidden_groups", PORTS_ALL_GROUPS);
    uint32_t n = draw(state, &theme, 800, 600, false) +
                 draw(state, &theme, 800, 600, true);
    assert(n == 0);
    set(state, "hidden_groups", 0.0f);
    set(state, "pinned_groups", PORTS_ALL_GROUPS);
    n = draw(state, &theme, 800, 600, false);
    assert(n == other->view.n_groups);
    ui_state_free(state);
    plugin_info_free(other);
  }
}

int
main(void)
{
  info = plugin_info_read(EARMARK_BUNDLE, "urn:earmark:stereo");
  assert(info);
  RUN(test_sizes());
  RUN(test_odd());
  plugin_info_free(info);
  return 0;
}
