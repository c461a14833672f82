// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_PAINT_H
#define EARMARK_PAINT_H

#include "plugin/ui/layout.h"
#include "plugin/ui/theme.h"
#include "plugin/ui/ui_state.h"

#include <cairo/cairo.h>

/// All that the window's picture is made of
typedef struct {
  const UiState* state;
  const Theme* theme; ///< As theme_fit() made it
  const Layout* layout;
} Painting;

/// [GUI] Draw those parts of PART_ALL that `parts` has, in their areas
void paint(cairo_t* cr, const Painting* painting, unsigned parts);

// What paint() calls, each for its part

/// Title, and buttons of the groups
void paint_header(cairo_t* cr, const Painting* painting);

/// Leaders, and the tags of their groups as bars; or leaders alone
void paint_blocks(cairo_t* cr, const Painting* painting);

/// The last minute of the tags beside them, as ribbons
void paint_taggram(cairo_t* cr, const Painting* painting);

/// The first two scales as a point, with its trail
void paint_plane(cairo_t* cr, const Painting* painting);

/// Scales, settings, and mappings with their values
void paint_settings(cairo_t* cr, const Painting* painting);

#endif
