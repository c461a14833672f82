// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "plugin/ui/theme.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define EM 18.0          /* pixels, at scale 1 */
#define MIN_EM 8.0       /* pixels, however small the window is */
#define FONT 0.68        /* size of the font in lines */
#define SMALLEST 0.62    /* of this, before text is cut off */
#define LEAST_WIDTH 22.2 /* of a window in lines, else text becomes smaller */
#define LEAST_HEIGHT 16.6
#define BAR_CONTRAST 2.0 /* of bars to what is behind them */
#define SIZE_STEP 0.5    /* pixels */
#define MAX_TEXT 512

static Colour
from_host(uint32_t rgba)
{
  return colour_of(rgba >> 8);
}

Theme
theme_make(double scale, const uint32_t* background, const uint32_t* text)
{
  const Colour dark = {0.11, 0.12, 0.13};
  const Colour light = {0.92, 0.92, 0.91};
  const Colour back = background ? from_host(*background) : dark;
  const bool is_light =
      colour_contrast(back, dark) > colour_contrast(back, light);
  const Colour front = text ? from_host(*text) : is_light ? dark : light;
  const Colour mark = {0.90, 0.45, 0.25};
  Theme theme = {.em = EM * fmin(fmax(scale, 0.5), 8.0), .background = back};
  // All must be readable, whatever the host says
  theme.text = colour_against(front, back, THEME_CONTRAST);
  theme.dim =
      colour_against(colour_mix(theme.text, back, 0.35), back, THEME_CONTRAST);
  theme.trough = colour_mix(back, theme.text, 0.1);
  theme.mark = colour_against(mark, back, THEME_CONTRAST);
  return theme;
}

Theme
theme_fit(const Theme* theme, double width, double height)
{
  Theme fitted = *theme;
  fitted.em = fmin(fitted.em, fmin(width / LEAST_WIDTH, height / LEAST_HEIGHT));
  fitted.em = fmax(fitted.em, MIN_EM);
  return fitted;
}

void
theme_use(cairo_t* cr, Colour colour)
{
  cairo_set_source_rgb(cr, colour.r, colour.g, colour.b);
}

Colour
theme_ink(const Theme* theme, uint32_t rgb)
{
  return colour_against(colour_of(rgb), theme->background, THEME_CONTRAST);
}

Colour
theme_fill(const Theme* theme, uint32_t rgb, double faint)
{
  const Colour full =
      colour_against(colour_of(rgb), theme->background, BAR_CONTRAST);
  return colour_mix(full, theme->trough, faint);
}

void
theme_rectangle(
    cairo_t* cr, Colour colour, double x, double y, double width, double height)
{
  const double left = rint(x);
  const double top = rint(y);
  theme_use(cr, colour);
  cairo_rectangle(cr, left, top, fmax(rint(x + width) - left, 0.0),
                  fmax(rint(y + height) - top, 0.0));
  cairo_fill(cr);
}

/// Its width at the current size
static double
measure(cairo_t* cr, const char* text)
{
  cairo_text_extents_t extents;
  cairo_text_extents(cr, text, &extents);
  return fmax(extents.x_advance, extents.x_bearing + extents.width);
}

/// Choose the size of the font, in whole steps, as cairo keeps what it knows of
/// each; returns the text's width
static double
set_size(cairo_t* cr, double size, const char* text)
{
  cairo_set_font_size(cr, fmax(floor(size / SIZE_STEP), 1.0) * SIZE_STEP);
  return measure(cr, text);
}

/// As much of the text as fits, and "..."
static void
shorten(cairo_t* cr, char cut[MAX_TEXT], double width)
{
  size_t n = strlen(cut);
  n = n < MAX_TEXT - 4u ? n : MAX_TEXT - 4u;
  do {
    while (n && ((unsigned char)cut[n - 1] & 0xC0u) == 0x80u) {
      --n; // What continues a character
    }
    n -= n ? 1u : 0u;
    memcpy(cut + n, "...", 4);
  } while (n && measure(cr, cut) > width);
}

void
theme_write(cairo_t* cr, const Line* line, Colour colour, const char* text)
{
  char cut[MAX_TEXT];
  cairo_font_extents_t font;
  cairo_select_font_face(cr, "sans", CAIRO_FONT_SLANT_NORMAL,
                         line->bold ? CAIRO_FONT_WEIGHT_BOLD
                                    : CAIRO_FONT_WEIGHT_NORMAL);
  snprintf(cut, sizeof(cut), "%s", text);
  const double full = FONT * line->height;
  const double least =
      FONT * fmin(line->least > 0.0 ? line->least : SMALLEST * line->height,
                  line->height);
  double size = full;
  double taken = set_size(cr, size, cut);
  while (taken > line->width && size > least) {
    // Hints may make it wider than that
    size = fmax(fmin(0.97, line->width / taken) * size, least);
    taken = set_size(cr, size, cut);
  }
  if (taken > line->width) {
    shorten(cr, cut, line->width);
  }
  const double x =
      line->right ? line->x + line->width - measure(cr, cut) : line->x;
  cairo_font_extents(cr, &font);
  theme_use(cr, colour);
  cairo_move_to(cr, x,
                line->y + 0.5 * (line->height - font.ascent - font.descent) +
                    font.ascent);
  cairo_show_text(cr, cut);
}
