// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "plugin/ui/paint.h"

#include <math.h>
#include <stdio.h>

#define CAPTION 0.95 /* lines, of a group's name over its leader */
#define LARGEST 5.0  /* of a leader, beside the bars */
#define LINE 1.75    /* of a row's text */

static double
line_height(const Painting* self)
{
  return fmin(self->layout->row, LINE * self->theme->em);
}

/// A bar with its value, and a mark where the tag's threshold is
static void
paint_bar(cairo_t* cr,
          const Painting* self,
          const Block* block,
          const BlockRow* row,
          double y)
{
  const Theme* const theme = self->theme;
  const Layout* const layout = self->layout;
  const View* const view = &self->state->info->view;
  const uint32_t rgb = view->groups[block->group].colour;
  const double height = 0.62 * line_height(self);
  const double top = y + 0.5 * (layout->row - height);
  const double width = layout->bar_width;
  const double threshold = (double)view->tags[row->tag].threshold;
  char text[16];
  snprintf(text, sizeof(text), "%.2f", 0.001 * row->permille);
  theme_rectangle(cr, theme->trough, layout->bar_x, top, width, height);
  theme_rectangle(cr, theme_fill(theme, rgb, row->said ? 0.0 : 0.5),
                  layout->bar_x, top, 0.001 * row->permille * width, height);
  theme_rectangle(cr, theme->text, layout->bar_x + threshold * width,
                  top - 0.1 * height, fmax(1.0, 0.05 * theme->em),
                  1.2 * height);
  const Line value = {.x = layout->value_x,
                      .y = y + 0.5 * (layout->row - line_height(self)),
                      .width = layout->value_width,
                      .height = line_height(self)};
  theme_write(cr, &value, row->said ? theme->text : theme->dim, text);
}

static void
paint_rows(cairo_t* cr, const Painting* self, const Block* block)
{
  const Theme* const theme = self->theme;
  const Layout* const layout = self->layout;
  const Area* const area = &layout->blocks[block->group];
  const double height = line_height(self);
  for (uint32_t i = 0; i < block->n_rows; ++i) {
    const BlockRow* const row = &block->rows[i];
    const double y = area->y + row->place * layout->row;
    const Line name = {.x = layout->name_x,
                       .y = y + 0.5 * (layout->row - height),
                       .width = layout->name_width,
                       .height = height,
                       .bold = row->said};
    if (layout->name_width > 0.0) {
      theme_write(cr, &name, row->said ? theme->text : theme->dim,
                  self->state->info->view.tags[row->tag].name);
    }
    paint_bar(cr, self, block, row, y);
  }
}

/// The leader where each group has but one row: in its place stands, less
/// loudly, the strongest where nothing is worth saying
static void
paint_only(cairo_t* cr, const Painting* self, const Block* block)
{
  const Theme* const theme = self->theme;
  const Layout* const layout = self->layout;
  const View* const view = &self->state->info->view;
  const Area* const area = &layout->blocks[block->group];
  if (!block->n_rows) {
    return;
  }
  // As its bar is that of the only row
  const BlockRow* const row = &block->rows[0];
  const Line line = {.x = layout->leader_x,
                     .y = area->y,
                     .width = layout->leader_width,
                     .height = layout->row,
                     .bold = row->said};
  theme_write(cr, &line,
              row->said ? theme_ink(theme, view->groups[block->group].colour)
                        : theme->dim,
              view->tags[row->tag].name);
}

/// The group's name, and below it its leader in large letters
static void
paint_leader(cairo_t* cr, const Painting* self, const Block* block, Area area)
{
  const Theme* const theme = self->theme;
  const View* const view = &self->state->info->view;
  const Group* const group = &view->groups[block->group];
  const Colour ink = theme_ink(theme, group->colour);
  const double em = theme->em;
  const bool full = self->layout->is_full;
  const double wanted =
      full ? fmax(0.16 * area.height, CAPTION * em) : CAPTION * em;
  const bool has_caption = *group->name && area.height >= 2.3 * em;
  const double caption = has_caption ? wanted : 0.0;
  if (has_caption) {
    const Line line = {
        .x = area.x, .y = area.y, .width = area.width, .height = caption};
    theme_write(cr, &line, theme->dim, group->name);
  }
  const double room = area.height - caption;
  const Line line = {.x = area.x,
                     .y = area.y + caption,
                     .width = area.width,
                     .height = full ? room : fmin(room, LARGEST * em),
                     .least = 0.8 * em,
                     .bold = true};
  if (block->leader) {
    theme_write(cr, &line, ink, view->tags[block->leader - 1].name);
  }
}

static void
paint_block(cairo_t* cr, const Painting* self, const Block* block)
{
  const Layout* const layout = self->layout;
  const Area* const area = &layout->blocks[block->group];
  const double em = self->theme->em;
  const uint32_t rgb = self->state->info->view.groups[block->group].colour;
  theme_rectangle(cr, theme_fill(self->theme, rgb, 0.0), area->x, area->y,
                  0.3 * em, area->height);
  if (layout->is_full) {
    paint_leader(cr, self, block,
                 (Area){area->x + 0.8 * em, area->y, area->width - 0.8 * em,
                        area->height});
    return;
  }
  if (layout->is_compact) {
    paint_only(cr, self, block);
  } else {
    paint_leader(
        cr, self, block,
        (Area){layout->leader_x, area->y, layout->leader_width, area->height});
  }
  paint_rows(cr, self, block);
}

void
paint_blocks(cairo_t* cr, const Painting* self)
{
  for (uint32_t i = 0; i < self->state->info->view.n_groups; ++i) {
    if (self->layout->n_rows[i]) {
      paint_block(cr, self, &self->state->blocks[i]);
    }
  }
}
