// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/desk/told_events.h"

#include "base/array.h"

#include <stdlib.h>
#include <string.h>

void
told_events_clear(ToldEvents* told)
{
  free((void*)told->ids);
  *told = (ToldEvents){0};
}

/// n if it is not there
static uint32_t
find(const ToldEvents* told, const char* id)
{
  uint32_t i = 0;
  while (i < told->n && strcmp(told->ids[i], id) != 0) {
    ++i;
  }
  return i;
}

/// Where memory is short, people hear of it again
static void
add(ToldEvents* told, const char* id)
{
  void* const ids =
      array_grow((void*)told->ids, told->n, &told->room, EVENT_ID_SIZE);
  if (!ids) {
    return;
  }
  told->ids = (char(*)[EVENT_ID_SIZE])ids;
  memcpy(told->ids[told->n++], id, EVENT_ID_SIZE);
}

static void
erase(ToldEvents* told, uint32_t i)
{
  memmove((void*)told->ids[i], (const void*)told->ids[i + 1],
          (size_t)(told->n - i - 1u) * EVENT_ID_SIZE);
  --told->n;
}

void
told_events_add(ToldEvents* told, const Event* event)
{
  add(told, event->id);
}

bool
told_events_step(ToldEvents* told, const Event* event, EventChange* change)
{
  const uint32_t i = find(told, event->id);
  const bool was_told = i < told->n;
  if (*change == EVENT_RESOLVED) {
    if (was_told) {
      erase(told, i);
    }
    // What fired before this run and is over at once was told, too
    return was_told || !event->is_muted;
  }
  if (event->is_muted) {
    return false;
  }
  if (was_told) {
    return *change == EVENT_REPEATED && !event->is_acknowledged;
  }
  if (!event_is_firing(event) ||
      (*change != EVENT_RAISED && event->is_acknowledged)) {
    return false;
  }
  add(told, event->id);
  *change = EVENT_RAISED;
  return true;
}
