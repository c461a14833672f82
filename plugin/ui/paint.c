// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "plugin/ui/paint.h"

#include "plugin/ports.h"
#include "plugin/ui/mapping_text.h"

#include <math.h>
#include <stdio.h>

#define MAX_TEXT 256

/// On whole pixels, so that edges are sharp
static void
fill(
    cairo_t* cr, Colour colour, double x, double y, double width, double height)
{
  const double left = rint(x);
  const double top = rint(y);
  theme_use(cr, colour);
  cairo_rectangle(cr, left, top, fmax(rint(x + width) - left, 0.0),
                  fmax(rint(y + height) - top, 0.0));
  cairo_fill(cr);
}

/// A button for a group: dim when hidden, with a dot when pinned
static void
paint_group(cairo_t* cr, const Painting* self, uint32_t group)
{
  const Theme* const theme = self->theme;
  const PluginInfo* const info = self->state->info;
  const bool hidden = ui_state_is_hidden(self->state, group);
  const bool pinned = ui_state_is_pinned(self->state, group) && !hidden;
  const Area area = layout_group(self->layout, theme, info->n_groups, group);
  const double em = theme->em;
  fill(cr,
       pinned   ? theme->pinned
       : hidden ? theme->trough
                : theme_mix(theme->background, theme->bar, 0.6),
       area.x, area.y, area.width, area.height);
  theme_use(cr, hidden ? theme->dim : theme->text);
  theme_write(cr, theme, area.x + 0.4 * em, area.y + 0.12 * em,
              area.width - 0.5 * em, info->groups[group]);
}

static void
paint_groups(cairo_t* cr, const Painting* self)
{
  for (uint32_t i = 0; i < self->state->info->n_groups; ++i) {
    paint_group(cr, self, i);
  }
}

static void
paint_bar(cairo_t* cr, const Painting* self, const UiBar* bar, double y)
{
  const Theme* const theme = self->theme;
  const Area* const area = &self->layout->bars;
  const double em = theme->em;
  const double x = area->x + self->layout->names;
  const double width = area->width - self->layout->names - 2.6 * em;
  char text[16];
  snprintf(text, sizeof(text), "%.2f", 0.001 * bar->permille);

  theme_use(cr, theme->text);
  theme_write(cr, theme, area->x, y, self->layout->names - 0.3 * em,
              plugin_info_tag_name(self->state->info, bar->tag));
  fill(cr, theme->trough, x, y + 0.1 * em, width, 0.8 * em);
  fill(cr, bar->pinned ? theme->pinned : theme->bar, x, y + 0.1 * em,
       0.001 * bar->permille * width, 0.8 * em);
  theme_use(cr, theme->dim);
  theme_write(cr, theme, x + width + 0.4 * em, y, 2.2 * em, text);
}

static void
paint_bars(cairo_t* cr, const Painting* self)
{
  const Theme* const theme = self->theme;
  const Area* const area = &self->layout->bars;
  const double em = theme->em;
  for (uint32_t i = 0; i < self->state->n_bars; ++i) {
    paint_bar(cr, self, &self->state->bars[i], area->y + 1.1 * em * i);
  }
  const double threshold = (double)ui_state_get(self->state, PORT_THRESHOLD);
  const double width = area->width - self->layout->names - 2.6 * em;
  fill(cr, theme->mark,
       area->x + self->layout->names + fmin(threshold, 1.0) * width, area->y,
       fmax(1.0, 0.06 * em), area->height);
}

static void
paint_settings(cairo_t* cr, const Painting* self)
{
  const Theme* const theme = self->theme;
  const UiState* const state = self->state;
  const Area* const area = &self->layout->settings;
  const double em = theme->em;
  char text[MAX_TEXT];
  double y = area->y + 0.3 * em;
  const double dropped = (double)ui_state_get(state, PORT_DROPPED);
  if (ui_state_get(state, PORT_ENABLED) <= 0.0f) {
    snprintf(text, sizeof(text), "Off");
  } else if (dropped > 0.0) {
    snprintf(text, sizeof(text), "Too busy: %.0f ms were not listened to",
             dropped);
  } else {
    snprintf(text, sizeof(text),
             "Threshold %.2f, hysteresis %.2f, memory %.1f s",
             (double)ui_state_get(state, PORT_THRESHOLD),
             (double)ui_state_get(state, PORT_HYSTERESIS),
             (double)ui_state_get(state, PORT_MEMORY));
  }
  theme_use(cr, dropped > 0.0 ? theme->mark : theme->dim);
  theme_write(cr, theme, area->x, y, area->width, text);
  for (uint32_t i = 0; i < PORTS_MAPPINGS; ++i) {
    if (mapping_text(state, i, text, sizeof(text))) {
      y += em;
      theme_use(cr, theme->text);
      theme_write(cr, theme, area->x, y, area->width, text);
    }
  }
}

void
paint(cairo_t* cr, const Painting* self, unsigned parts)
{
  static void (*const painters[])(cairo_t*, const Painting*) = {
      paint_groups, paint_bars, paint_taggram, paint_settings};
  for (unsigned i = 0; i < 4; ++i) {
    if (!(parts >> i & 1u)) {
      continue;
    }
    const Area area = layout_part(self->layout, (UiPart)(1u << i));
    cairo_save(cr);
    cairo_rectangle(cr, area.x, area.y, area.width, area.height);
    cairo_clip(cr);
    theme_use(cr, self->theme->background);
    cairo_paint(cr);
    cairo_select_font_face(cr, "sans", CAIRO_FONT_SLANT_NORMAL,
                           CAIRO_FONT_WEIGHT_NORMAL);
    painters[i](cr, self);
    cairo_restore(cr);
  }
}
