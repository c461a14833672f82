// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_THEME_H
#define EARMARK_THEME_H

#include <cairo/cairo.h>

#include <stdint.h>

/// Red, green and blue: 0..1
typedef struct {
  double r, g, b;
} Colour;

/// What the window looks like.  [GUI]
typedef struct {
  double em; ///< Height of a line of text in pixels
  Colour background;
  Colour text;
  Colour dim;    ///< Text that matters less
  Colour trough; ///< Behind bars
  Colour bar;
  Colour pinned; ///< A bar that is always there
  Colour mark;   ///< The threshold
} Theme;

/// `scale` is 1 on a plain screen.  Colours are the host's as 0xRRGGBBAA, or
/// NULL for our own.
Theme
theme_make(double scale, const uint32_t* background, const uint32_t* text);

void theme_use(cairo_t* cr, Colour colour);

/// Between two colours: 0 is `a`, 1 is `b`
Colour theme_mix(Colour a, Colour b, double share);

/// A tag's colour in the taggram: 0..1
Colour theme_heat(const Theme* theme, double value);

/// Write text whose line begins at x, y (its top left corner), cut off at
/// `width`.  Returns the width that it takes.
double theme_write(cairo_t* cr,
                   const Theme* theme,
                   double x,
                   double y,
                   double width,
                   const char* text);

#endif
