// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_HISTORY_QUEUE_H
#define EARMARK_HISTORY_QUEUE_H

#include "tools/watch/event/event.h"
#include "tools/watch/history/interval_row.h"

#include <stdint.h>

#define HISTORY_QUEUE_MOST 20000u /* Intervals */

/// What waits to be written.  All zeros is nothing.
typedef struct {
  uint64_t n;
  uint64_t n_lost;    ///< That were too many, or for which memory was short
  IntervalRow* first; ///< The oldest; owned, as all after it
  IntervalRow* last;
  uint32_t n_events;
  size_t room;
  Event* events; ///< [n_events], each once; owned
} HistoryQueue;

/// Add a row, which then is the queue's; NULL is lost
void history_queue_add(HistoryQueue* queue, IntervalRow* row);

/// Add an event, or what has become of it
void history_queue_set_event(HistoryQueue* queue, const Event* event);

/// It is written
void history_queue_clear(HistoryQueue* queue);

void history_queue_free(HistoryQueue* queue);

#endif
