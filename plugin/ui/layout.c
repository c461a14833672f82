// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "plugin/ui/layout.h"

#include <math.h>

#define BUTTON 5.6 /* Least width of a group's button, in lines of text */
#define BARS 0.5   /* Share of the room that bars get, the rest is taggram */
#define NAMES 8.0
#define SETTINGS 5.4 /* Lines, the margin included */

static uint32_t
buttons_a_row(const Theme* theme, uint32_t n_groups, double width)
{
  const double n = floor(width / (BUTTON * theme->em));
  return n < 1.0 ? 1 : n > n_groups ? n_groups : (uint32_t)n;
}

Layout
layout_make(const Theme* theme, uint32_t n_groups, double width, double height)
{
  const double em = theme->em;
  const double margin = 0.5 * em;
  const double inner = fmax(width - 2.0 * margin, 1.0);
  const uint32_t n = n_groups ? n_groups : 1;
  const uint32_t a_row = buttons_a_row(theme, n, inner);
  const uint32_t n_rows = (n + a_row - 1) / a_row;
  const double top = margin + n_rows * 1.5 * em;
  const double bottom = fmin(SETTINGS * em, 0.3 * height);
  const double room = fmax(height - top - bottom, 0.0);
  // One row of the taggram is its time axis
  const double bars = floor(BARS * room / (1.1 * em));
  const double rows = floor((room - 1.1 * em * bars - 2.0 * em) / em);
  Layout layout = {.groups = {margin, margin, inner, n_rows * 1.5 * em},
                   .bars = {margin, top, inner, bars * 1.1 * em},
                   .taggram = {margin, top + bars * 1.1 * em, inner, 0.0},
                   .settings = {margin, height - bottom, inner, bottom},
                   .names = fmin(NAMES * em, 0.4 * inner),
                   .max_bars = (uint32_t)fmax(bars, 0.0),
                   .max_rows = (uint32_t)fmax(rows, 0.0)};
  layout.taggram.height = fmax(layout.settings.y - layout.taggram.y, 0.0);
  return layout;
}

Area
layout_group(const Layout* layout,
             const Theme* theme,
             uint32_t n_groups,
             uint32_t group)
{
  const uint32_t a_row = buttons_a_row(theme, n_groups, layout->groups.width);
  const double width = layout->groups.width / a_row;
  const uint32_t row = group / a_row;
  const double x = layout->groups.x + width * (group % a_row);
  const double y = layout->groups.y + 1.5 * theme->em * row;
  return (Area){x, y, width - 0.2 * theme->em, 1.25 * theme->em};
}

uint32_t
layout_find_group(const Layout* layout,
                  const Theme* theme,
                  uint32_t n_groups,
                  double x,
                  double y)
{
  for (uint32_t i = 0; i < n_groups; ++i) {
    const Area area = layout_group(layout, theme, n_groups, i);
    if (x >= area.x && x < area.x + area.width && y >= area.y &&
        y < area.y + area.height) {
      return i;
    }
  }
  return INFO_NONE;
}

Area
layout_part(const Layout* layout, UiPart part)
{
  return part == PART_GROUPS    ? layout->groups
         : part == PART_BARS    ? layout->bars
         : part == PART_TAGGRAM ? layout->taggram
                                : layout->settings;
}
