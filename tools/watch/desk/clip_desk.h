// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_CLIP_DESK_H
#define EARMARK_CLIP_DESK_H

#include "tools/watch/clip/clips.h"
#include "tools/watch/desk/clip_rows.h"
#include "tools/watch/desk/log.h"
#include "tools/watch/event/event_book.h"

#include <stdbool.h>

/// Clips, and the events that are to know of theirs.  All zeros is none.  For
/// the main thread.
typedef struct {
  Clips* clips; ///< NULL where nobody wants any
  EventBook* book;
  Log* log;
  ClipRows rows;   ///< Of the history
  bool is_failing; ///< The last could not be written
} ClipDesk;

/// Where the plan has a folder; book and log outlive it.  No clip is older than
/// `most_age` seconds, for which events are kept.  False with a message.
bool clip_desk_open(ClipDesk* desk,
                    const ClipPlan* plan,
                    double most_age,
                    EventBook* book,
                    Log* log,
                    Error* error);

/// What the history, which may be NULL, says of clips goes with them.  False
/// with a message.
bool clip_desk_keep(ClipDesk* desk,
                    const ClipPlan* plan,
                    WatchHistory* history,
                    Error* error);

/// No sound comes any more
void clip_desk_close(ClipDesk* desk);

/// After the history was closed
void clip_desk_end_keeping(ClipDesk* desk);

/// An event has changed
void clip_desk_change(ClipDesk* desk, const Event* event, EventChange change);

/// To be called now and then: cut what is due, and tell what became of clips
void clip_desk_tick(ClipDesk* desk);

/// There is no more sound: write them all, and tell that
void clip_desk_finish(ClipDesk* desk);

#endif
