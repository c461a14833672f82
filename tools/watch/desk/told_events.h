// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_TOLD_EVENTS_H
#define EARMARK_TOLD_EVENTS_H

#include "tools/watch/event/event.h"

#include <stdbool.h>
#include <stdint.h>

/// Events that fire and of which people were told, so that they hear of the
/// end of these, and only of these.  All zeros is none.
typedef struct {
  uint32_t n;
  size_t room;
  char (*ids)[EVENT_ID_SIZE]; ///< [n]; owned
} ToldEvents;

void told_events_clear(ToldEvents* told);

/// People were told of it, in an earlier run
void told_events_add(ToldEvents* told, const Event* event);

/// Something became of an event: is anybody to be told, and of what?  Who is
/// muted hears of an event when the mute is over, if it still fires then.
bool
told_events_step(ToldEvents* told, const Event* event, EventChange* change);

#endif
