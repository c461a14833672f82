// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_THEME_H
#define EARMARK_THEME_H

#include "base/colour.h"

#include <cairo/cairo.h>

#include <stdbool.h>
#include <stdint.h>

/// What text must have at least to what is behind it, as the WCAG has it
#define THEME_CONTRAST 4.5

/// What the window looks like.  [GUI]
typedef struct {
  double em; ///< Height of a line of text in pixels
  Colour background;
  Colour text;
  Colour dim;    ///< Text that matters less
  Colour trough; ///< Behind bars
  Colour mark;   ///< Thresholds, and what is wrong
} Theme;

/// Where a line of text goes, in pixels.  It is written in the middle of its
/// height, smaller if it is too long, and cut off with "..." if that is not
/// enough.
typedef struct {
  double x, y;
  double width, height;
  double least; ///< Height that it may shrink to; 0 for a little less
  bool bold;
  bool right; ///< Ends at the right, rather than begins at the left
} Line;

/// `scale` is 1 on a plain screen.  Colours are the host's as 0xRRGGBBAA, or
/// NULL for our own.
Theme
theme_make(double scale, const uint32_t* background, const uint32_t* text);

/// The theme for a window of that size in pixels: smaller where it is small
Theme theme_fit(const Theme* theme, double width, double height);

void theme_use(cairo_t* cr, Colour colour);

/// A group's colour 0xRRGGBB for text
Colour theme_ink(const Theme* theme, uint32_t rgb);

/// For bars; `faint` is 0 to 1
Colour theme_fill(const Theme* theme, uint32_t rgb, double faint);

/// Fill a rectangle, on whole pixels, so that edges are sharp
void theme_rectangle(cairo_t* cr,
                     Colour colour,
                     double x,
                     double y,
                     double width,
                     double height);

/// Write text
void
theme_write(cairo_t* cr, const Line* line, Colour colour, const char* text);

#endif
