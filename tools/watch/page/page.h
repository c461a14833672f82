// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_PAGE_H
#define EARMARK_PAGE_H

#include "base/error.h"
#include "tools/watch/display/live_table.h"
#include "tools/watch/event/event.h"
#include "tools/watch/page/page_wish.h"
#include "tools/watch/page/snapshot.h"
#include "tools/watch/station/interval.h"

#include <stdbool.h>
#include <stdint.h>

/// What is served, and to whom; the texts are copied
typedef struct {
  const View* view;         ///< Outlives it
  const char* listen;       ///< "127.0.0.1:8080"
  const char* token;        ///< NULL for none
  const char* public_url;   ///< NULL for none
  const char* metrics_tags; ///< Names with commas between; NULL for none
  const char* clips;        ///< The folder of clips; NULL for none
  const char* history;      ///< The file of the history; NULL for none
} PageSettings;

/**
   What is watched, as a page and for programs, over HTTP, by a thread of its
   own.  Whoever asks for it, and however slowly, holds up nothing else.  For
   the main thread.
*/
typedef struct Page Page;

/// NULL with a message
Page* page_start(const PageSettings* settings, Error* error);

/// `page` may be NULL
void page_stop(Page* page);

/// Where it is served, for people
const char* page_address(const Page* page);

// For all of these, `page` may be NULL: there is none

// Intervals and events are seen from page_end_tick() on: when they are safe

void page_interval(Page* page, const char* station, const Interval* interval);

void page_event(Page* page, const Event* event, EventChange change);

void page_end_tick(Page* page);

/// A line of the log, of a station or anything else
void page_line(Page* page, const char* subject, const char* text);

/// All stations as they are now, rows[n], what is muted, and the process; about
/// once a second
void page_show(Page* page,
               const LiveTableRow* rows,
               uint32_t n,
               const MuteTable* mutes,
               const SnapshotProcess* process);

/// What somebody asked for.  False if there is nothing (more).
bool page_take_wish(Page* page, PageWish* wish);

#endif
