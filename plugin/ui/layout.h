// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_LAYOUT_H
#define EARMARK_LAYOUT_H

#include "plugin/ui/theme.h"
#include "plugin/ui/ui_state.h"

#include <stdint.h>

/// In pixels
typedef struct {
  double x, y, width, height;
} Area;

/// Where things are in the window.  [any], as all here.
typedef struct {
  Area groups;
  Area bars;
  Area taggram;
  Area settings;
  double names; ///< Width of the column with the tags' names
  uint32_t max_bars;
  uint32_t max_rows;
} Layout;

/// For a window of `width` times `height` pixels; what finds no room is left
/// out from below
Layout
layout_make(const Theme* theme, uint32_t n_groups, double width, double height);

/// The button of a group
Area layout_group(const Layout* layout,
                  const Theme* theme,
                  uint32_t n_groups,
                  uint32_t group);

/// The group whose button is there, or INFO_NONE
uint32_t layout_find_group(const Layout* layout,
                           const Theme* theme,
                           uint32_t n_groups,
                           double x,
                           double y);

/// The area of a part
Area layout_part(const Layout* layout, UiPart part);

#endif
