// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/page/pending.h"

#include <stdlib.h>
#include <string.h>

static void
append(PendingList* list, Pending* pending)
{
  *(list->last ? &list->last->next : &list->first) = pending;
  list->last = pending;
}

void
pending_add_interval(PendingList* list,
                     StationRecord* record,
                     const Interval* interval)
{
  Pending* const pending = (Pending*)calloc(1, sizeof(Pending));
  const Reading* const reading = interval->reading;
  Reading* const copy = reading ? reading_new(reading->n_tags) : NULL;
  if (!pending || (reading && !copy)) {
    free(pending);
    free(copy);
    return;
  }
  if (reading) {
    memcpy(copy, reading, sizeof(*copy) + reading->n_tags * sizeof(float));
  }
  *pending = (Pending){.record = record, .interval = *interval};
  pending->interval.reading = copy;
  append(list, pending);
}

void
pending_add_event(PendingList* list, const Event* event)
{
  Pending* const pending = (Pending*)calloc(1, sizeof(Pending));
  if (pending) {
    pending->event = *event;
    append(list, pending);
  }
}

Pending*
pending_take(PendingList* list)
{
  Pending* const pending = list->first;
  if (pending) {
    list->first = pending->next;
    list->last = list->first ? list->last : NULL;
  }
  return pending;
}

void
pending_free(Pending* pending)
{
  free((void*)(uintptr_t)pending->interval.reading);
  free(pending);
}
