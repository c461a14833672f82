// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_LV2_INLINE_DISPLAY_H
#define EARMARK_LV2_INLINE_DISPLAY_H

/*
  The inline display extension, by which a plugin shows a small picture in the
  mixer strip.  Known to Ardour and Mixbus; not part of LV2's own headers.
*/

#include <lv2/core/lv2.h>

#include <stdint.h>

#define INLINE_DISPLAY_PREFIX "http://harrisonconsoles.com/lv2/inlinedisplay#"
#define INLINE_DISPLAY_INTERFACE INLINE_DISPLAY_PREFIX "interface"
#define INLINE_DISPLAY_QUEUE_DRAW INLINE_DISPLAY_PREFIX "queue_draw"

/// The picture: ARGB of 32 bits, premultiplied, as cairo has it
typedef struct {
  unsigned char* data;
  int width;
  int height;
  int stride; ///< Bytes a row
} InlineImage;

/// The plugin's: called in the host's GUI thread; NULL for no picture
typedef struct {
  InlineImage* (*render)(LV2_Handle plugin,
                         uint32_t width,
                         uint32_t max_height);
} InlineInterface;

/// The host's: asks for render(); may be called in the audio thread
typedef struct {
  void* handle;
  void (*queue_draw)(void* handle);
} InlineQueue;

#endif
