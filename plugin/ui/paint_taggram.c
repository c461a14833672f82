// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "plugin/ui/paint.h"

#include <math.h>
#include <stdio.h>

#define TICK 15u /* seconds */

static uint32_t
pack(Colour c)
{
  return (uint32_t)lrint(255.0 * c.r) << 16 |
         (uint32_t)lrint(255.0 * c.g) << 8 | (uint32_t)lrint(255.0 * c.b);
}

/// One pixel for a column and tag
static void
fill_image(cairo_surface_t* image, const Painting* self)
{
  const UiState* const state = self->state;
  unsigned char* const data = cairo_image_surface_get_data(image);
  const int stride = cairo_image_surface_get_stride(image);
  for (uint32_t row = 0; row < state->n_rows; ++row) {
    uint32_t* const pixels =
        (uint32_t*)(void*)(data + (size_t)row * (size_t)stride);
    for (uint32_t age = 0; age < HISTORY_COLUMNS; ++age) {
      const float value = history_value(state->history, age, state->rows[row]);
      pixels[HISTORY_COLUMNS - 1 - age] =
          pack(value < 0.0f ? self->theme->background
                            : theme_heat(self->theme, (double)value));
    }
  }
  cairo_surface_mark_dirty(image);
}

static void
paint_image(cairo_t* cr, const Painting* self, const Area* area)
{
  const uint32_t n_rows = self->state->n_rows;
  cairo_surface_t* const image = cairo_image_surface_create(
      CAIRO_FORMAT_RGB24, (int)HISTORY_COLUMNS, (int)n_rows);
  if (!cairo_surface_status(image)) {
    fill_image(image, self);
    cairo_save(cr);
    cairo_translate(cr, area->x, area->y);
    cairo_scale(cr, area->width / HISTORY_COLUMNS, area->height / n_rows);
    cairo_set_source_surface(cr, image, 0.0, 0.0);
    cairo_pattern_set_filter(cairo_get_source(cr), CAIRO_FILTER_NEAREST);
    cairo_rectangle(cr, 0.0, 0.0, HISTORY_COLUMNS, n_rows);
    cairo_fill(cr);
    cairo_restore(cr);
  }
  cairo_surface_destroy(image);
}

static void
paint_axis(cairo_t* cr, const Painting* self, const Area* area)
{
  const double em = self->theme->em;
  theme_use(cr, self->theme->dim);
  for (uint32_t age = HISTORY_SECONDS; age > 0; age -= TICK) {
    char text[16];
    const double x =
        area->x + area->width * (1.0 - (double)age / HISTORY_SECONDS);
    snprintf(text, sizeof(text), "-%u s", age);
    theme_write(cr, self->theme, x, area->y + area->height, 4.0 * em, text);
  }
}

void
paint_taggram(cairo_t* cr, const Painting* self)
{
  const Theme* const theme = self->theme;
  const UiState* const state = self->state;
  const Area* const area = &self->layout->taggram;
  const double em = theme->em;
  const double names = self->layout->names;
  if (!state->n_rows || state->n_rows > self->layout->max_rows) {
    return; // Of a larger window: the next update has fewer
  }
  const Area image = {area->x + names, area->y + 0.5 * em, area->width - names,
                      state->n_rows * em};
  theme_use(cr, theme->text);
  for (uint32_t i = 0; i < state->n_rows; ++i) {
    theme_write(cr, theme, area->x, image.y + i * em, names - 0.3 * em,
                plugin_info_tag_name(state->info, state->rows[i]));
  }
  paint_image(cr, self, &image);
  paint_axis(cr, self, &image);
}
