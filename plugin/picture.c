// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "plugin/picture.h"

#ifdef EARMARK_HAVE_CAIRO

#include "base/colour.h"

#include <cairo/cairo.h>

#include <math.h>
#include <stddef.h>

#define MAX_SIDE 4096u
#define MAX_ROW 24u /* pixels */
#define MIN_ROW 6u
#define EDGE 3.0     /* pixels of a bar that are always there */
#define CONTRAST 4.5 /* of text on bars */

static cairo_surface_t*
resize(Picture* picture, int width, int height)
{
  const InlineImage* const image = &picture->image;
  if (!picture->surface || image->width != width || image->height != height) {
    picture_clear(picture);
    picture->surface =
        cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width, height);
  }
  return (cairo_surface_t*)picture->surface;
}

static const Colour back = {0.11, 0.12, 0.13};
static const Colour text = {0.95, 0.95, 0.95};

/// A group's colour, dark enough for text on it
static Colour
find_bar(uint32_t rgb)
{
  return colour_against(colour_mix(back, colour_of(rgb), 0.6), text, CONTRAST);
}

static void
use(cairo_t* cr, Colour colour)
{
  cairo_set_source_rgb(cr, colour.r, colour.g, colour.b);
}

/// A tag and its bar, whose beginning is always there to tell its group
static void
draw_row(cairo_t* cr,
         const char* name,
         uint32_t rgb,
         double share,
         double width,
         double row)
{
  use(cr, find_bar(rgb));
  cairo_rectangle(cr, 0.0, 1.0, fmax(share * width, EDGE), row - 2.0);
  cairo_fill(cr);

  cairo_font_extents_t font;
  cairo_set_font_size(cr, 0.62 * row);
  cairo_font_extents(cr, &font);
  use(cr, text);
  cairo_move_to(cr, EDGE + 1.0,
                0.5 * (row - font.ascent - font.descent) + font.ascent);
  cairo_show_text(cr, name);
}

static void
draw_rows(cairo_t* cr,
          const View* view,
          const InlineTag entries[INLINE_DISPLAY_TAGS],
          double width,
          double row)
{
  use(cr, back);
  cairo_paint(cr);
  cairo_select_font_face(cr, "sans", CAIRO_FONT_SLANT_NORMAL,
                         CAIRO_FONT_WEIGHT_NORMAL);
  for (uint32_t i = 0; i < INLINE_DISPLAY_TAGS; ++i) {
    if (entries[i].percent && entries[i].tag < view->n_tags) {
      cairo_save(cr);
      cairo_translate(cr, 0.0, i * row);
      const Tag* const tag = &view->tags[entries[i].tag];
      draw_row(cr, tag->name, view->groups[tag->place].colour,
               0.01 * entries[i].percent, width, row);
      cairo_restore(cr);
    }
  }
}

void
picture_clear(Picture* picture)
{
  if (picture->surface) {
    cairo_surface_destroy((cairo_surface_t*)picture->surface);
  }
  *picture = (Picture){.surface = NULL};
}

InlineImage*
picture_draw(Picture* picture,
             const View* view,
             const InlineTag entries[INLINE_DISPLAY_TAGS],
             uint32_t width,
             uint32_t max_height)
{
  const uint32_t room = max_height / INLINE_DISPLAY_TAGS;
  const uint32_t wanted = width / 5u > 15u ? width / 5u : 15u;
  const uint32_t fitting = wanted < room ? wanted : room;
  const uint32_t row = fitting < MAX_ROW ? fitting : MAX_ROW;
  if (!width || width > MAX_SIDE || row < MIN_ROW) {
    return NULL;
  }
  cairo_surface_t* const surface =
      resize(picture, (int)width, (int)(INLINE_DISPLAY_TAGS * row));
  cairo_t* const cr = cairo_create(surface);
  draw_rows(cr, view, entries, width, row);
  const cairo_status_t status = cairo_status(cr);
  cairo_destroy(cr);
  if (status) {
    picture_clear(picture);
    return NULL;
  }
  cairo_surface_flush(surface);
  picture->image = (InlineImage){cairo_image_surface_get_data(surface),
                                 cairo_image_surface_get_width(surface),
                                 cairo_image_surface_get_height(surface),
                                 cairo_image_surface_get_stride(surface)};
  return &picture->image;
}

#endif
