// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "plugin/ui/paint.h"

void
paint(cairo_t* cr, const Painting* self, unsigned parts)
{
  static void (*const painters[N_PARTS])(cairo_t*, const Painting*) = {
      paint_header, paint_blocks, paint_taggram, paint_plane, paint_settings};
  for (unsigned i = 0; i < N_PARTS; ++i) {
    const Area area = layout_part(self->layout, (UiPart)(1u << i));
    if (!(parts >> i & 1u) || area.width <= 0.0 || area.height <= 0.0) {
      continue;
    }
    cairo_save(cr);
    cairo_rectangle(cr, area.x, area.y, area.width, area.height);
    cairo_clip(cr);
    theme_use(cr, self->theme->background);
    cairo_paint(cr);
    painters[i](cr, self);
    cairo_restore(cr);
  }
}
