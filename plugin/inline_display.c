// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "plugin/inline_display.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#define ENTRY_BITS 21u /* 14 of them the tag's */
#define PERCENT_BITS 7u
#define MAX_TAG ((1u << (ENTRY_BITS - PERCENT_BITS)) - 1u)

/// While the entries are chosen
typedef struct {
  const InlineDisplay* display;
  const View* view;
  const Summary* summary;
  const float* values;
  uint32_t n;
  InlineTag entries[INLINE_DISPLAY_TAGS];
} Choice;

static bool
has(const Choice* self, uint32_t tag)
{
  bool found = false;
  for (uint32_t i = 0; i < self->n; ++i) {
    found = found || self->entries[i].tag == tag;
  }
  return found;
}

static void
add(Choice* self, uint32_t tag)
{
  const uint32_t percent = (uint32_t)lrintf(100.0f * self->values[tag]);
  if (self->n < INLINE_DISPLAY_TAGS && tag <= MAX_TAG && percent &&
      !has(self, tag)) {
    self->entries[self->n++] = (InlineTag){tag, percent};
  }
}

/// Add what leads in a group; false if nothing does, or there is no such group
static bool
add_leader(Choice* self, uint32_t group)
{
  const uint32_t leader =
      group < self->view->n_groups ? summary_leader(self->summary, group) : 0;
  if (leader) {
    add(self, leader - 1);
  }
  return leader;
}

/// Place of the group of that name; n_groups if there is none
static uint32_t
find_group(const View* view, const char* name)
{
  uint32_t i = 0;
  while (i < view->n_groups && strcmp(view->groups[i].name, name)) {
    ++i;
  }
  return i;
}

/// The strongest tag that may be named and is not there yet
static void
add_strongest(Choice* self)
{
  const View* const view = self->view;
  uint32_t best = view->n_tags;
  for (uint32_t i = 0; i < view->n_tags && i <= MAX_TAG; ++i) {
    const bool is_stronger =
        best == view->n_tags || self->values[i] > self->values[best];
    best = view->tags[i].ranked && is_stronger && !has(self, i) ? i : best;
  }
  if (best < view->n_tags) {
    add(self, best);
  }
}

static void
choose(Choice* self)
{
  const View* const view = self->view;
  add_leader(self, 0);
  add_leader(self, 1);
  if (!add_leader(self, self->display->voice)) {
    add_leader(self, self->display->instrument);
  }
  for (uint32_t i = 2; i < view->n_groups; ++i) {
    add_leader(self, i);
  }
  for (uint32_t i = self->n; i < INLINE_DISPLAY_TAGS; ++i) {
    add_strongest(self);
  }
}

void
inline_display_init(InlineDisplay* display,
                    const InlineQueue* queue,
                    const View* view)
{
  *display = (InlineDisplay){.queue = queue,
                             .voice = find_group(view, "voice"),
                             .instrument = find_group(view, "instrument")};
}

static uint64_t
pack(const InlineDisplay* display,
     const View* view,
     const Summary* summary,
     const float* values)
{
  Choice choice = {
      .display = display, .view = view, .summary = summary, .values = values};
  choose(&choice);
  const InlineTag* const entries = choice.entries;

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
                       const Summary* summary,
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
  const uint64_t now = pack(display, view, summary, values);
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
