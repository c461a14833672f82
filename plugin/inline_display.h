// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_INLINE_DISPLAY_H
#define EARMARK_INLINE_DISPLAY_H

#include "base/realtime.h"
#include "engine/summary.h"
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
   A few tags for the small picture in a mixer strip: what leads in the first
   two groups that people are shown (genre and mood), the voice or, where nobody
   sings, the first instrument; in the place of what is not worth saying, other
   groups' leaders, and then the strongest tags.

   The audio thread puts them in, the host's GUI thread takes them out.  They
   fit in one atomic word, so neither waits.
*/
typedef struct {
  const InlineQueue* queue; ///< The host's; NULL if it shows no such pictures
  _Atomic uint64_t entries;
  uint32_t voice;      ///< Place of the group "voice"
  uint32_t instrument; ///< And of "instrument"
  uint32_t wait;       ///< Samples until the next look
} InlineDisplay;

/// [setup] `queue` may be NULL
void inline_display_init(InlineDisplay* display,
                         const InlineQueue* queue,
                         const View* view);

/// [audio] `n` samples have passed, at the end of which the tags are
/// values[n_tags] and the summary is theirs; ask the host for a new picture if
/// it would differ
EARMARK_REALTIME void inline_display_advance(InlineDisplay* display,
                                             const View* view,
                                             const Summary* summary,
                                             const float* values,
                                             uint32_t n,
                                             double rate);

/// [any] In the order in which they are shown
EARMARK_REALTIME void
inline_display_read(const InlineDisplay* display,
                    InlineTag entries[INLINE_DISPLAY_TAGS]);

#endif
