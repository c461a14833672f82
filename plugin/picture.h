// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_PICTURE_H
#define EARMARK_PICTURE_H

#include "model/network.h"
#include "plugin/inline_display.h"
#include "plugin/lv2_inline_display.h"

/// What a mixer strip shows of the plugin; all zero to begin with.  [GUI]
typedef struct {
  void* surface; ///< cairo's; holds the image's data
  InlineImage image;
} Picture;

/// Free the image; [setup]
void picture_clear(Picture* picture);

/// Draw tags as bars with names, in their groups' colours, as wide as the strip
/// and no higher than `max_height`, in pixels.  NULL if memory is short or
/// there is no room.  The image is the picture's, and good until the next call.
InlineImage* picture_draw(Picture* picture,
                          const View* view,
                          const InlineTag entries[INLINE_DISPLAY_TAGS],
                          uint32_t width,
                          uint32_t max_height);

#endif
