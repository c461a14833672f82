// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "plugin/ui/paint.h"

#include <math.h>

#define TRAIL 150u /* columns of history: half a minute */
#define LABELS 6.0 /* lines; in a smaller plane there is no room for words */

/// Where two values are; the first goes up, the second to the right
static void
find_point(const Area* area, double up, double right, double* x, double* y)
{
  const double inside = 0.08 * area->width;
  *x = area->x + inside + right * (area->width - 2.0 * inside);
  *y = area->y + area->height - inside - up * (area->height - 2.0 * inside);
}

static void
paint_words(cairo_t* cr, const Painting* self)
{
  const View* const view = &self->state->info->view;
  const Area* const area = &self->layout->plane;
  const double em = self->theme->em;
  const double width = 0.45 * area->width;
  const Line up = {.x = area->x + 0.3 * em,
                   .y = area->y + 0.1 * em,
                   .width = width,
                   .height = em};
  const Line right = {.x = area->x + area->width - width - 0.3 * em,
                      .y = area->y + area->height - 1.1 * em,
                      .width = width,
                      .height = em,
                      .right = true};
  const Colour ink =
      colour_against(self->theme->dim, self->theme->trough, THEME_CONTRAST);
  theme_write(cr, &up, ink, view->scales[0].name);
  theme_write(cr, &right, ink, view->scales[1].name);
}

static void
paint_trail(cairo_t* cr, const Painting* self)
{
  const UiState* const state = self->state;
  const Theme* const theme = self->theme;
  const Area* const area = &self->layout->plane;
  const uint32_t first = state->info->view.n_tags;
  cairo_set_line_width(cr, fmax(1.0, 0.12 * theme->em));
  cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
  double last_x = 0.0;
  double last_y = 0.0;
  bool has_last = false;
  for (uint32_t age = TRAIL; age-- > 0;) {
    const float up = history_value(state->history, age, first);
    const float right = history_value(state->history, age, first + 1);
    double x = 0.0;
    double y = 0.0;
    find_point(area, (double)up, (double)right, &x, &y);
    if (has_last && up >= 0.0f) {
      theme_use(cr, colour_mix(theme->text, theme->trough,
                               0.25 + 0.75 * age / TRAIL));
      cairo_move_to(cr, last_x, last_y);
      cairo_line_to(cr, x, y);
      cairo_stroke(cr);
    }
    has_last = up >= 0.0f;
    last_x = x;
    last_y = y;
  }
}

void
paint_plane(cairo_t* cr, const Painting* self)
{
  const UiState* const state = self->state;
  const Theme* const theme = self->theme;
  const Area* const area = &self->layout->plane;
  const float* const values = state->shown + state->info->view.n_tags;
  const Colour line = colour_mix(theme->trough, theme->text, 0.15);
  theme_rectangle(cr, theme->trough, area->x, area->y, area->width,
                  area->height);
  theme_rectangle(cr, line, area->x, area->y + 0.5 * area->height, area->width,
                  1.0);
  theme_rectangle(cr, line, area->x + 0.5 * area->width, area->y, 1.0,
                  area->height);
  if (area->height >= LABELS * theme->em) {
    paint_words(cr, self);
  }
  paint_trail(cr, self);
  double x = 0.0;
  double y = 0.0;
  find_point(area, (double)values[0], (double)values[1], &x, &y);
  theme_use(cr, theme->mark);
  cairo_arc(cr, x, y, fmax(2.0, 0.3 * theme->em), 0.0, 2.0 * acos(-1.0));
  cairo_fill(cr);
}
