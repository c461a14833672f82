// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "plugin/ui/paint.h"

/// A button for a group: grey when hidden, underlined when pinned
static void
paint_button(cairo_t* cr, const Painting* self, uint32_t group)
{
  const Theme* const theme = self->theme;
  const Group* const own = &self->state->info->view.groups[group];
  const Area* const area = &self->layout->buttons[group];
  const double em = theme->em;
  const bool hidden = ui_state_is_hidden(self->state, group);
  const bool pinned = ui_state_is_pinned(self->state, group) && !hidden;
  const Colour full = theme_fill(theme, own->colour, 0.0);
  const Colour back =
      hidden ? theme->trough
             : colour_mix(theme->background, full, pinned ? 0.7 : 0.4);
  const Colour ink =
      colour_against(hidden ? theme->dim : theme->text, back, THEME_CONTRAST);
  theme_rectangle(cr, back, area->x, area->y, area->width, area->height);
  if (pinned) {
    theme_rectangle(cr, ink, area->x, area->y + area->height - 0.14 * em,
                    area->width, 0.14 * em);
  }
  const Line line = {.x = area->x + 0.4 * em,
                     .y = area->y + 0.12 * em,
                     .width = area->width - 0.8 * em,
                     .height = em};
  theme_write(cr, &line, ink, own->name);
}

void
paint_header(cairo_t* cr, const Painting* self)
{
  const Area* const area = &self->layout->title;
  const double em = self->theme->em;
  const Line line = {.x = area->x,
                     .y = area->y + 0.12 * em,
                     .width = area->width - 0.5 * em,
                     .height = em,
                     .bold = true};
  theme_write(cr, &line, self->theme->text, self->state->info->title);
  for (uint32_t i = 0; i < self->state->info->view.n_groups; ++i) {
    if (self->layout->buttons[i].width > 0.0) {
      paint_button(cr, self, i);
    }
  }
}
