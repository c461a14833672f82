// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "plugin/ui/layout.h"

#include <math.h>
#include <string.h>

// In lines of text
#define LETTER 0.46     /* of a button's name, at most, as wide */
#define BUTTON 1.25     /* as high */
#define BUTTONS 1.5     /* from one row of buttons to the next */
#define TITLE 4.2       /* least width of the title */
#define MOST_TITLE 0.45 /* of the window's */
#define ROW 1.1         /* least height */
#define MAX_ROW 2.2
#define GAP 0.35 /* between blocks, where there is room */
#define SMALL_GAP 0.12
#define AXIS 1.1 /* below the taggram */
#define VALUE 2.2
#define LEAST_FOOTER 2.3
#define MOST_FOOTER 9.0

#define ROWS_OF_ALL 30u /* that the groups together may ask for */
#define FIRST 3u        /* groups that matter most, */
#define FIRST_ROWS 6u   /* and may ask for so many */
#define OTHER_ROWS 3u

/// While it is made
typedef struct {
  const Theme* theme;
  const UiState* state;
  Layout* layout;
  double width, height, margin, inner;
  double gap; ///< Between blocks
} Making;

static uint32_t
count_groups(const UiState* state)
{
  return state->info->view.n_groups;
}

/// Title and buttons, in rows as wide as the window
static void
make_header(const Making* self)
{
  Layout* const layout = self->layout;
  const double em = self->theme->em;
  const double end = self->margin + self->inner;
  const char* const name = self->state->info->title;
  const double wanted = (LETTER * (double)strlen(name) + 0.9) * em;
  const double title = fmin(fmax(wanted, TITLE * em),
                            fmax(MOST_TITLE * self->inner, TITLE * em));
  double x = self->margin + title;
  double y = self->margin;
  layout->title = (Area){self->margin, y, title, BUTTON * em};
  for (uint32_t i = 0; i < count_groups(self->state); ++i) {
    const char* const group = self->state->info->groups[i].name;
    const double length = (LETTER * (double)strlen(group) + 0.9) * em;
    const double width = fmin(length, fmin(12.0 * em, self->inner));
    if (!*group) {
      continue; // Nothing to click on
    }
    if (x + width > end) {
      x = self->margin;
      y += BUTTONS * em;
    }
    layout->buttons[i] = (Area){x, y, width, BUTTON * em};
    x += width + 0.25 * em;
  }
  layout->header = (Area){self->margin, self->margin, self->inner,
                          y - self->margin + BUTTONS * em};
}

/// Below: plane and settings
static void
make_footer(const Making* self)
{
  Layout* const layout = self->layout;
  const double em = self->theme->em;
  const double height =
      fmin(fmax(0.17 * self->height, LEAST_FOOTER * em), MOST_FOOTER * em);
  const double y = self->height - self->margin - height;
  const bool has_plane = self->state->info->view.n_scales >= 2;
  const double side = has_plane ? height : 0.0;
  const double x = self->margin + side + (has_plane ? 0.7 * em : 0.0);
  const double end = self->margin + self->inner;
  layout->plane = (Area){self->margin, y, side, side};
  layout->settings = (Area){x, y, fmax(end - x, 0.0), height};
}

/// How many rows a group may ask for; none if it is hidden
static uint32_t
find_wish(const UiState* state, uint32_t group)
{
  const uint32_t share = ROWS_OF_ALL / count_groups(state);
  const uint32_t least = group < FIRST ? FIRST_ROWS : OTHER_ROWS;
  const uint32_t most = share > FIRST_ROWS ? share : least;
  const uint32_t there = block_capacity(&state->info->view, group,
                                        ui_state_is_pinned(state, group));
  return ui_state_is_hidden(state, group) ? 0u : there < most ? there : most;
}

/// The group that lacks most of what it asks for, or INFO_NONE
static uint32_t
find_neediest(const Layout* layout, const uint32_t* wishes, uint32_t n)
{
  uint32_t found = INFO_NONE;
  double least = 1.0;
  for (uint32_t i = 0; i < n; ++i) {
    const double share =
        wishes[i] ? (double)layout->n_rows[i] / (double)wishes[i] : 1.0;
    if (layout->n_rows[i] && share < least) {
      found = i;
      least = share;
    }
  }
  return found;
}

/// Rows of each group in a room so high; returns how many in all
static uint32_t
share_rows(const Making* self, double room, uint32_t* n_blocks)
{
  Layout* const layout = self->layout;
  const double em = self->theme->em;
  const uint32_t n = count_groups(self->state);
  uint32_t wishes[NETWORK_MAX_GROUPS] = {0};
  *n_blocks = 0;
  for (uint32_t i = 0; i < n; ++i) { // One each, as far as there is room
    wishes[i] = find_wish(self->state, i);
    if (wishes[i] && (*n_blocks + 1) * (ROW * em + self->gap) <= room) {
      layout->n_rows[i] = 1;
      ++*n_blocks;
    }
  }
  uint32_t n_rows = *n_blocks;
  const double gaps = *n_blocks * self->gap;
  uint32_t next = find_neediest(layout, wishes, n);
  while (next != INFO_NONE && (n_rows + 1) * ROW * em + gaps <= room) {
    ++layout->n_rows[next];
    ++n_rows;
    next = find_neediest(layout, wishes, n);
  }
  return n_rows;
}

/// Columns, and which of them there are
static void
make_columns(const Making* self, double scale)
{
  Layout* const layout = self->layout;
  const double em = self->theme->em;
  const double end = self->margin + self->inner;
  const bool compact = layout->is_compact;
  layout->leader_x = self->margin + 0.6 * em;
  layout->leader_width = fmin(fmax(0.25 * self->inner, 6.2 * em), 18.0 * em);
  layout->name_x = layout->leader_x + layout->leader_width + 0.5 * em;
  layout->name_width =
      compact ? 0.0 : fmin(0.19 * self->inner, 7.0 * scale * em);
  layout->bar_x =
      layout->name_x + layout->name_width + (compact ? 0.0 : 0.4) * em;
  layout->value_width = VALUE * scale * em;
  const double rest = end - layout->bar_x - layout->value_width - 0.3 * em;
  const bool has_taggram = rest > 7.5 * em;
  layout->bar_width = fmax(has_taggram ? 0.32 * rest : rest, 0.0);
  layout->value_x = layout->bar_x + layout->bar_width + 0.3 * em;
  const double x = layout->value_x + layout->value_width + 0.5 * em;
  layout->taggram =
      (Area){x, layout->bars.y, has_taggram ? fmax(end - x, 0.0) : 0.0,
             layout->bars.height};
  if (has_taggram) {
    layout->bars.width = x - 0.25 * em - self->margin;
  }
}

/// Blocks, one below the other
static void
make_blocks(const Making* self, double y, double height)
{
  Layout* const layout = self->layout;
  const double em = self->theme->em;
  const double room = fmax(height - AXIS * em, 0.0);
  uint32_t n_blocks = 0;
  const uint32_t n_rows = share_rows(self, room, &n_blocks);
  const double rows = fmax(room - n_blocks * self->gap, 0.0);
  layout->row = n_rows ? fmin(rows / n_rows, MAX_ROW * em) : ROW * em;
  layout->is_compact = n_rows == n_blocks;
  layout->bars = (Area){self->margin, y, self->inner, height};
  for (uint32_t i = 0; i < count_groups(self->state); ++i) {
    if (layout->n_rows[i]) {
      const double own = layout->n_rows[i] * layout->row;
      layout->blocks[i] = (Area){self->margin, y, self->inner, own};
      y += own + self->gap;
    }
  }
  make_columns(self, fmin(layout->row / (ROW * em), 1.6));
}

/// Leaders alone, each as large as can be: in one column, or two where the
/// window is wide
static void
make_full(const Making* self, double y, double height)
{
  Layout* const layout = self->layout;
  const double em = self->theme->em;
  const uint32_t n = count_groups(self->state);
  uint32_t n_shown = 0;
  for (uint32_t i = 0; i < n; ++i) {
    n_shown += find_wish(self->state, i) ? 1u : 0u;
  }
  const uint32_t n_columns = n_shown > 2 && self->width > height ? 2u : 1u;
  const uint32_t n_lines = (n_shown + n_columns - 1) / n_columns;
  const double width = self->inner / n_columns;
  const double line = n_lines ? height / n_lines : height;
  uint32_t at = 0;
  layout->bars = (Area){self->margin, y, self->inner, height};
  for (uint32_t i = 0; i < n; ++i) {
    if (find_wish(self->state, i)) {
      layout->n_rows[i] = 1;
      const uint32_t above = at / n_columns;
      layout->blocks[i] =
          (Area){self->margin + width * (at % n_columns), y + line * above,
                 width - 0.5 * em, line - 0.3 * em};
      ++at;
    }
  }
}

Layout
layout_make(const Theme* theme,
            const UiState* state,
            double width,
            double height,
            bool full)
{
  const double margin = 0.45 * theme->em;
  Layout layout = {.is_full = full, .row = ROW * theme->em};
  const bool has_room = height > 22.0 * theme->em;
  const Making self = {.theme = theme,
                       .state = state,
                       .layout = &layout,
                       .width = width,
                       .height = height,
                       .margin = margin,
                       .inner = fmax(width - 2.0 * margin, 1.0),
                       .gap = (has_room ? GAP : SMALL_GAP) * theme->em};
  if (!count_groups(state)) {
    return layout;
  }
  make_header(&self);
  const double top = layout.header.y + layout.header.height;
  if (full) {
    make_full(&self, top, fmax(height - margin - top, 0.0));
    return layout;
  }
  make_footer(&self);
  make_blocks(&self, top, fmax(layout.settings.y - 0.2 * theme->em - top, 0.0));
  return layout;
}

bool
layout_contains(const Area* area, double x, double y)
{
  return x >= area->x && x < area->x + area->width && y >= area->y &&
         y < area->y + area->height;
}

uint32_t
layout_find_group(const Layout* layout, double x, double y)
{
  for (uint32_t i = 0; i < NETWORK_MAX_GROUPS; ++i) {
    if (layout_contains(&layout->buttons[i], x, y)) {
      return i;
    }
  }
  return INFO_NONE;
}

Area
layout_part(const Layout* layout, UiPart part)
{
  return part == PART_HEADER    ? layout->header
         : part == PART_BARS    ? layout->bars
         : part == PART_TAGGRAM ? layout->taggram
         : part == PART_PLANE   ? layout->plane
                                : layout->settings;
}
