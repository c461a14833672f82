// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/event/event_mutes.h"

void
event_mutes_follow(EventBook* book, const MuteTable* mutes, double now)
{
  for (uint32_t i = 0; i < event_book_n(book); ++i) {
    const Event* const firing = event_book_at(book, i);
    if (!event_is_firing(firing) ||
        mute_table_covers(mutes, firing->station, firing->rule, now) ==
            firing->is_muted) {
      continue;
    }
    Event* const event = event_book_find(book, firing->id);
    event->is_muted = !event->is_muted;
    event_book_tell(book, event, EVENT_CHANGED);
  }
}
