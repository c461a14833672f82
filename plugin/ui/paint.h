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
  const Theme* theme;
  const Layout* layout;
} Painting;

/// [GUI] Draw those parts of PART_ALL that `parts` has, in their areas
void paint(cairo_t* cr, const Painting* painting, unsigned parts);

/// [GUI] Draw the last minute: time to the right, tags down
void paint_taggram(cairo_t* cr, const Painting* painting);

#endif
