// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _GNU_SOURCE // base/clock.h

#include "bench/rows.h"

#ifdef EARMARK_HAVE_CAIRO

#include "base/clock.h"
#include "plugin/ui/paint.h"
#include "tests/support/host/plugin_host.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>

#define FRAMES 250u /* ten seconds */
#define RATE 25.0   /* pictures a second, at most */

/// A tag's value at a time: each of them rises and falls
static float
find_value(uint32_t tag, double time)
{
  return (float)(0.4 + 0.4 * sin(time * (0.5 + 0.01 * tag) + tag));
}

static void
set_values(UiState* state, double time)
{
  const View* const view = &state->info->view;
  for (uint32_t i = 0; i < view->n_tags; ++i) {
    ui_state_set(state, state->info->tag_ports[i], find_value(i, time));
  }
  for (uint32_t i = 0; i < view->n_scales; ++i) {
    ui_state_set(state, state->info->scale_ports[i], find_value(i, time));
  }
}

/// Ten seconds in which all tags move, drawn to memory; then how long it takes
/// to draw all, and what share of a core that was
static void
time_size(Report* report, UiState* state, int width, int height)
{
  char name[64];
  const Theme plain = theme_make(1.0, NULL, NULL);
  const Theme theme = theme_fit(&plain, width, height);
  const Layout layout = layout_make(&theme, state, width, height, false);
  const Painting painting = {state, &theme, &layout};
  cairo_surface_t* const surface =
      cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
  cairo_t* const cr = cairo_create(surface);
  paint(cr, &painting, PART_ALL); // Loads the font
  double begin = thread_seconds();
  for (uint32_t i = 0; i < FRAMES; ++i) {
    const double time = state->time + 1.0 / RATE;
    set_values(state, time);
    paint(cr, &painting, ui_state_update(state, time, layout.n_rows));
  }
  const double busy = thread_seconds() - begin;
  begin = thread_seconds();
  for (uint32_t i = 0; i < FRAMES; ++i) {
    paint(cr, &painting, PART_ALL);
  }
  const double whole = (thread_seconds() - begin) / FRAMES;
  snprintf(name, sizeof(name), "window_%dx%d_draw_all", width, height);
  report_add(report, name, 1e3 * whole, "ms");
  snprintf(name, sizeof(name), "window_%dx%d_cpu_share", width, height);
  report_add(report, name, 100.0 * busy * RATE / FRAMES, "%");
  cairo_destroy(cr);
  cairo_surface_destroy(surface);
}

void
rows_window(Report* report)
{
  PluginHost* const host = host_new();
  PluginInfo* const info = plugin_info_read(host->bundle, "urn:earmark:stereo");
  UiState* const state = info ? ui_state_new(info) : NULL;
  assert(state);
  time_size(report, state, 400, 300);
  time_size(report, state, 800, 600);
  time_size(report, state, 1600, 1000);
  ui_state_free(state);
  plugin_info_free(info);
  host_free(host);
}

#else

void
rows_window(Report* report)
{
  (void)report;
}

#endif
