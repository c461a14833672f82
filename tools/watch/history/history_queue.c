// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/history/history_queue.h"

#include "base/array.h"

#include <stdlib.h>
#include <string.h>

static void
drop_oldest(HistoryQueue* queue)
{
  IntervalRow* const row = queue->first;
  queue->first = row->next;
  queue->last = queue->first ? queue->last : NULL;
  --queue->n;
  free(row);
}

void
history_queue_add(HistoryQueue* queue, IntervalRow* row)
{
  if (!row) {
    ++queue->n_lost;
    return;
  }
  if (queue->n == HISTORY_QUEUE_MOST) {
    drop_oldest(queue);
    ++queue->n_lost;
  }
  *(queue->last ? &queue->last->next : &queue->first) = row;
  queue->last = row;
  ++queue->n;
}

void
history_queue_set_event(HistoryQueue* queue, const Event* event)
{
  for (uint32_t i = 0; i < queue->n_events; ++i) {
    if (!strcmp(queue->events[i].id, event->id)) {
      queue->events[i] = *event;
      return;
    }
  }
  Event* const events = (Event*)array_grow(queue->events, queue->n_events,
                                           &queue->room, sizeof(Event));
  if (!events) {
    return;
  }
  queue->events = events;
  queue->events[queue->n_events++] = *event;
}

void
history_queue_clear(HistoryQueue* queue)
{
  while (queue->first) {
    drop_oldest(queue);
  }
  queue->n_events = 0;
}

void
history_queue_free(HistoryQueue* queue)
{
  history_queue_clear(queue);
  free(queue->events);
  *queue = (HistoryQueue){0};
}
