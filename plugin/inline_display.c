// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "plugin/inline_display.h"

#include <math.h>

#define ENTRY_BITS 21u /* 14 of them the tag's */
#define PERCENT_BITS 7u
#define MAX_TAG ((1u << (ENTRY_BITS - PERCENT_BITS)) - 1u)

/// Put a tag where it belongs among the strongest
static void
insert(InlineTag entries[INLINE_DISPLAY_TAGS], InlineTag candidate)
{
  for (uint32_t i = 0; i < INLINE_DISPLAY_TAGS; ++i) {
    if (candidate.percent > entries[i].percent) {
      const InlineTag next = entries[i];
      entries[i] = candidate;
      candidate = next;
    }
  }
}

static uint64_t
pack(const View* view, const float* values)
{
  InlineTag entries[INLINE_DISPLAY_TAGS] = {{0, 0}, {0, 0}, {0, 0}};
  for (uint32_t i = 0; i < view->n_tags && i <= MAX_TAG; ++i) {
    if (view->tags[i].ranked) {
      const InlineTag candidate = {i, (uint32_t)lrintf(100.0f * values[i])};
      insert(entries, candidate);
    }
  }

  uint64_t word = 0;
  for (uint32_t i = 0; i < INLINE_DISPLAY_TAGS; ++i) {
    const uint64_t entry = entries[i].tag << PERCENT_BITS | entries[i].percent;
    word |= entry << (i * ENTRY_BITS);
  }
  return word;
}

void
inline_display_advance(InlineDisplay* display,
                       const View* view,
                       const float* values,
                       uint32_t n,
                       double rate)
{
  if (!display->queue) {
    return;
  }
  if (display->wait > n) {
    display->wait -= n;
    return;
  }
  display->wait = (uint32_t)(rate / INLINE_DISPLAY_RATE);
  const uint64_t now = pack(view, values);
  if (now != atomic_load_explicit(&display->entries, memory_order_relaxed)) {
    atomic_store_explicit(&display->entries, now, memory_order_relaxed);
    // The extension lets run() call it
    EARMARK_DISABLE_EFFECT_WARNINGS
    display->queue->queue_draw(display->queue->handle);
    EARMARK_RESTORE_EFFECT_WARNINGS
  }
}

void
inline_display_read(const InlineDisplay* display,
                    InlineTag entries[INLINE_DISPLAY_TAGS])
{
  const uint64_t word =
      atomic_load_explicit(&display->entries, memory_order_relaxed);
  for (uint32_t i = 0; i < INLINE_DISPLAY_TAGS; ++i) {
    const uint32_t entry = (uint32_t)(word >> (i * ENTRY_BITS));
    entries[i].percent = entry & ((1u << PERCENT_BITS) - 1u);
    entries[i].tag = (entry >> PERCENT_BITS) & MAX_TAG;
  }
}
