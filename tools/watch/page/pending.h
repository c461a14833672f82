// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_PENDING_H
#define EARMARK_PENDING_H

#include "tools/watch/event/event.h"
#include "tools/watch/page/station_record.h"
#include "tools/watch/station/interval.h"

#include <stdbool.h>

/// What is not for all to know yet: an interval of a station, or an event
typedef struct Pending {
  struct Pending* next;
  StationRecord* record; ///< NULL for an event
  Interval interval;     ///< Its reading is owned
  Event event;
} Pending;

/// In the order in which it came; all zeros is nothing.  For one thread.
typedef struct {
  Pending* first;
  Pending* last;
} PendingList;

/// Where memory is short, it is not kept
void pending_add_interval(PendingList* list,
                          StationRecord* record,
                          const Interval* interval);
void pending_add_event(PendingList* list, const Event* event);

/// The oldest, which then is the caller's, or NULL
Pending* pending_take(PendingList* list);

void pending_free(Pending* pending);

#endif
