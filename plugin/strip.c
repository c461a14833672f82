// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "plugin/strip.h"

#include <math.h>

#define ENTRY_BITS 21u /* 14 of them the tag's */
#define PERCENT_BITS 7u
#define MAX_TAG ((1u << (ENTRY_BITS - PERCENT_BITS)) - 1u)

/// Put a tag where it belongs among the strongest
static void
insert(StripEntry entries[STRIP_TAGS], StripEntry candidate)
{
  for (uint32_t i = 0; i < STRIP_TAGS; ++i) {
    if (candidate.percent > entries[i].percent) {
      const StripEntry next = entries[i];
      entries[i] = candidate;
      candidate = next;
    }
  }
}

static uint64_t
pack(const View* view, const float* values)
{
  StripEntry entries[STRIP_TAGS] = {{0, 0}, {0, 0}, {0, 0}};
  for (uint32_t i = 0; i < view->n_tags && i <= MAX_TAG; ++i) {
    if (view->tags[i].ranked) {
      const StripEntry candidate = {i, (uint32_t)lrintf(100.0f * values[i])};
      insert(entries, candidate);
    }
  }

  uint64_t word = 0;
  for (uint32_t i = 0; i < STRIP_TAGS; ++i) {
    const uint64_t entry = entries[i].tag << PERCENT_BITS | entries[i].percent;
    word |= entry << (i * ENTRY_BITS);
  }
  return word;
}

void
strip_advance(Strip* strip,
              const View* view,
              const float* values,
              uint32_t n,
              double rate)
{
  if (!strip->queue) {
    return;
  }
  if (strip->wait > n) {
    strip->wait -= n;
    return;
  }
  strip->wait = (uint32_t)(rate / STRIP_RATE);
  const uint64_t now = pack(view, values);
  if (now != atomic_load_explicit(&strip->entries, memory_order_relaxed)) {
    atomic_store_explicit(&strip->entries, now, memory_order_relaxed);
    // The extension lets run() call it
    EARMARK_DISABLE_EFFECT_WARNINGS
    strip->queue->queue_draw(strip->queue->handle);
    EARMARK_RESTORE_EFFECT_WARNINGS
  }
}

void
strip_read(const Strip* strip, StripEntry entries[STRIP_TAGS])
{
  const uint64_t word =
      atomic_load_explicit(&strip->entries, memory_order_relaxed);
  for (uint32_t i = 0; i < STRIP_TAGS; ++i) {
    const uint32_t entry = (uint32_t)(word >> (i * ENTRY_BITS));
    entries[i].percent = entry & ((1u << PERCENT_BITS) - 1u);
    entries[i].tag = (entry >> PERCENT_BITS) & MAX_TAG;
  }
}
