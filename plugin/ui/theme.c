// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "plugin/ui/theme.h"

#include <math.h>
#include <stdbool.h>

#define EM 18.0   /* pixels, at scale 1 */
#define FONT 0.68 /* size of the font in lines */

static Colour
from_host(uint32_t rgba)
{
  return (Colour){(double)(rgba >> 24) / 255.0,
                  (double)(rgba >> 16 & 0xFFu) / 255.0,
                  (double)(rgba >> 8 & 0xFFu) / 255.0};
}

static double
brightness(Colour c)
{
  return 0.3 * c.r + 0.59 * c.g + 0.11 * c.b;
}

Theme
theme_make(double scale, const uint32_t* background, const uint32_t* text)
{
  const Colour dark = {0.11, 0.12, 0.13};
  const Colour light = {0.92, 0.92, 0.91};
  const Colour back = background ? from_host(*background) : dark;
  const bool is_light = brightness(back) > 0.5;
  Colour front = text ? from_host(*text) : is_light ? dark : light;
  if (fabs(brightness(front) - brightness(back)) < 0.35) {
    front = is_light ? dark : light; // Must be readable, whatever the host says
  }
  const Colour bar =
      is_light ? (Colour){0.35, 0.68, 0.78} : (Colour){0.13, 0.47, 0.58};
  return (Theme){.em = EM * fmin(fmax(scale, 0.5), 8.0),
                 .background = back,
                 .text = front,
                 .dim = theme_mix(front, back, 0.4),
                 .trough = theme_mix(back, front, 0.08),
                 .bar = bar,
                 .pinned = is_light ? (Colour){0.95, 0.72, 0.35}
                                    : (Colour){0.62, 0.40, 0.10},
                 .mark = (Colour){0.90, 0.45, 0.25}};
}

void
theme_use(cairo_t* cr, Colour colour)
{
  cairo_set_source_rgb(cr, colour.r, colour.g, colour.b);
}

Colour
theme_mix(Colour a, Colour b, double share)
{
  return (Colour){a.r + share * (b.r - a.r), a.g + share * (b.g - a.g),
                  a.b + share * (b.b - a.b)};
}

Colour
theme_heat(const Theme* theme, double value)
{
  const double x = pow(fmin(fmax(value, 0.0), 1.0), 0.7); // Most are weak
  return x < 0.6 ? theme_mix(theme->trough, theme->bar, x / 0.6)
                 : theme_mix(theme->bar, theme->text, (x - 0.6) / 0.4);
}

double
theme_write(cairo_t* cr,
            const Theme* theme,
            double x,
            double y,
            double width,
            const char* text)
{
  cairo_font_extents_t font;
  cairo_text_extents_t extents;
  cairo_set_font_size(cr, FONT * theme->em);
  cairo_font_extents(cr, &font);
  cairo_text_extents(cr, text, &extents);
  cairo_save(cr);
  cairo_rectangle(cr, x, y, width, theme->em);
  cairo_clip(cr);
  cairo_move_to(
      cr, x, y + 0.5 * (theme->em - font.ascent - font.descent) + font.ascent);
  cairo_show_text(cr, text);
  cairo_restore(cr);
  return fmin(extents.x_advance, width);
}
