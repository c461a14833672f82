// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_EVENT_MUTES_H
#define EARMARK_EVENT_MUTES_H

#include "tools/watch/event/event_book.h"
#include "tools/watch/rules/mute.h"

/// Mark events that fire as muted, or no more so, by what the table says at
/// `now`, seconds since 1970, and tell of each that has changed; to be called
/// about once a second.  For one thread.
void event_mutes_follow(EventBook* book, const MuteTable* mutes, double now);

#endif
