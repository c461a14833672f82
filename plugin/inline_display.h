// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_INLINE_DISPLAY_H
#define EARMARK_INLINE_DISPLAY_H

#include "base/realtime.h"
#include "model/network.h"
#include "plugin/lv2_inline_display.h"

#include <stdatomic.h>
#include <stdint.h>

#define INLINE_DISPLAY_TAGS 3u
/// Times a second that the picture may change
#define INLINE_DISPLAY_RATE 10u

/// A tag in a mixer strip
typedef struct {
  uint32_t tag;
  uint32_t percent; ///< 0 for no tag
} InlineTag;

/**
   The strongest tags, for the small picture in a mixer strip.

   The audio thread puts them in, the host's GUI thread takes them out.  They
   fit in one atomic word, so neither waits.
*/
typedef struct {
  const InlineQueue* queue; ///< The host's; NULL if it shows no such pictures
  _Atomic uint64_t entries;
  uint32_t wait; ///< Samples until the next look
} InlineDisplay;

/// [audio] `n` samples have passed, at the end of which the tags are
/// values[n_tags]; ask the host for a new picture if it would differ
EARMARK_REALTIME void inline_display_advance(InlineDisplay* display,
                                             const View* view,
                                             const float* values,
                                             uint32_t n,
                                             double rate);

/// [any] The strongest first
EARMARK_REALTIME void
inline_display_read(const InlineDisplay* display,
                    InlineTag entries[INLINE_DISPLAY_TAGS]);

#endif
