// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "plugin/ui/paint.h"

#include <math.h>
#include <stdio.h>

#define TICK 15u      /* seconds */
#define STOP 10u      /* columns from one colour to the next */
#define THICKNESS 0.9 /* of a row, at a probability of 1 */
#define FAINT 0.6     /* how near to the trough the weakest are */

/// Where a column is
static double
column_x(const Area* area, uint32_t age)
{
  return area->x + area->width * (1.0 - (age + 0.5) / HISTORY_COLUMNS);
}

/// The stronger the brighter
static cairo_pattern_t*
make_shades(const Painting* self, uint32_t tag, uint32_t rgb)
{
  const Area* const area = &self->layout->taggram;
  cairo_pattern_t* const shades =
      cairo_pattern_create_linear(area->x, 0.0, area->x + area->width, 0.0);
  for (uint32_t age = 0; age < HISTORY_COLUMNS; age += STOP) {
    const double value =
        fmax((double)history_value(self->state->history, age, tag), 0.0);
    const Colour c = theme_fill(self->theme, rgb, FAINT * (1.0 - sqrt(value)));
    cairo_pattern_add_color_stop_rgb(
        shades, (column_x(area, age) - area->x) / area->width, c.r, c.g, c.b);
  }
  return shades;
}

/// The outline of a stretch that is known, from column `begin` to `end` (older)
static void
trace(cairo_t* cr,
      const Painting* self,
      uint32_t tag,
      double middle,
      uint32_t begin,
      uint32_t end)
{
  const Area* const area = &self->layout->taggram;
  const double reach = 0.5 * THICKNESS * self->layout->row;
  for (unsigned side = 0; side < 2; ++side) {
    for (uint32_t i = begin; i <= end; ++i) {
      const uint32_t age = side ? begin + end - i : i;
      const double value =
          (double)history_value(self->state->history, age, tag);
      const double half = fmax(reach * value, 0.5);
      cairo_line_to(cr, column_x(area, age), middle + (side ? half : -half));
    }
  }
  cairo_close_path(cr);
}

static void
paint_ribbon(cairo_t* cr,
             const Painting* self,
             uint32_t tag,
             uint32_t rgb,
             double middle)
{
  const History* const history = self->state->history;
  cairo_new_path(cr);
  for (uint32_t age = 0; age < HISTORY_COLUMNS;) {
    uint32_t end = age;
    while (end < HISTORY_COLUMNS && history_value(history, end, tag) >= 0.0f) {
      ++end;
    }
    if (end > age + 1) {
      trace(cr, self, tag, middle, age, end - 1);
    }
    age = end > age ? end : age + 1;
  }
  cairo_pattern_t* const shades = make_shades(self, tag, rgb);
  cairo_set_source(cr, shades);
  cairo_fill(cr);
  cairo_pattern_destroy(shades);
}

/// Seconds, below
static void
paint_axis(cairo_t* cr, const Painting* self, double y)
{
  const Theme* const theme = self->theme;
  const Area* const area = &self->layout->taggram;
  const double em = theme->em;
  const uint32_t step = area->width < 12.0 * em ? 2u * TICK : TICK;
  for (uint32_t age = HISTORY_SECONDS; age > 0; age -= step) {
    char text[16];
    const double x =
        area->x + area->width * (1.0 - (double)age / HISTORY_SECONDS);
    const Line line = {.x = x + 0.1 * em,
                       .y = y,
                       .width = area->width * step / HISTORY_SECONDS - 0.3 * em,
                       .height = em};
    snprintf(text, sizeof(text), "-%u s", age);
    theme_rectangle(cr, theme->trough, x, area->y, 1.0, y - area->y);
    theme_write(cr, &line, theme->dim, text);
  }
}

void
paint_taggram(cairo_t* cr, const Painting* self)
{
  const UiState* const state = self->state;
  const Layout* const layout = self->layout;
  double bottom = layout->taggram.y;
  for (uint32_t g = 0; g < state->info->view.n_groups; ++g) {
    const Area* const area = &layout->blocks[g];
    bottom = fmax(bottom, area->y + area->height);
  }
  paint_axis(cr, self, bottom);
  for (uint32_t g = 0; g < state->info->view.n_groups; ++g) {
    const Block* const block = &state->blocks[g];
    const Area* const area = &layout->blocks[g];
    for (uint32_t i = 0; layout->n_rows[g] && i < block->n_rows; ++i) {
      const BlockRow* const row = &block->rows[i];
      paint_ribbon(cr, self, row->tag, state->info->view.groups[g].colour,
                   area->y + (row->place + 0.5) * layout->row);
    }
  }
}
