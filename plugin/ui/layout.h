// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_LAYOUT_H
#define EARMARK_LAYOUT_H

#include "plugin/ui/theme.h"
#include "plugin/ui/ui_state.h"

#include <stdbool.h>
#include <stdint.h>

/// In pixels
typedef struct {
  double x, y, width, height;
} Area;

/// Where things are in the window.  [any], as all here.
typedef struct {
  Area header; ///< Title and buttons
  Area title;
  Area buttons[NETWORK_MAX_GROUPS];    ///< Of the groups; or empty
  Area bars;                           ///< Blocks, but for the taggram
  Area blocks[NETWORK_MAX_GROUPS];     ///< Of the groups; or empty
  uint32_t n_rows[NETWORK_MAX_GROUPS]; ///< Of blocks that are not empty
  Area taggram;                        ///< Beside the bars; or empty
  Area plane;                          ///< Or empty
  Area settings;
  bool is_compact; ///< A row a block, which is its leader's?
  bool is_full;    ///< Nothing but leaders?
  double row;      ///< Height of a row

  // Columns of the blocks: where they begin, and how wide they are
  double leader_x, leader_width;
  double name_x, name_width;
  double bar_x, bar_width;
  double value_x, value_width;
} Layout;

/// For a window of `width` times `height` pixels, with the theme's size of
/// text; what finds no room is left out from below.  `full` is the view of
/// nothing but the leaders.
Layout layout_make(const Theme* theme,
                   const UiState* state,
                   double width,
                   double height,
                   bool full);

/// The group whose button is there, or INFO_NONE
uint32_t layout_find_group(const Layout* layout, double x, double y);

bool layout_contains(const Area* area, double x, double y);

/// The area of a part
Area layout_part(const Layout* layout, UiPart part);

#endif
