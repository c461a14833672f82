// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_PAGE_STORE_H
#define EARMARK_PAGE_STORE_H

#include "tools/watch/page/news.h"
#include "tools/watch/page/page_wish.h"
#include "tools/watch/page/recent_past.h"
#include "tools/watch/page/snapshot.h"

#include <stdbool.h>
#include <stdint.h>

/**
   What the main thread leaves for the one that serves the page, and wishes on
   the way back.  Its lock is held for no longer than it takes to copy, so that
   neither waits for the other.
*/
typedef struct PageStore PageStore;

/// `view` outlives it; NULL if memory is short
PageStore* page_store_new(const View* view);

/// `store` may be NULL
void page_store_free(PageStore* store);

// [main] Where memory is short, the page knows less

// Intervals and events are seen from page_store_commit() on

void page_store_interval(PageStore* store,
                         const char* station,
                         const Interval* interval);

void page_store_event(PageStore* store, const Event* event, EventChange change);

/// Returns whether there were events
bool page_store_commit(PageStore* store);

void page_store_line(PageStore* store, const char* subject, const char* text);

/// All stations as they are now, rows[n], what is muted, and the process
void page_store_show(PageStore* store,
                     const LiveTableRow* rows,
                     uint32_t n,
                     const MuteTable* mutes,
                     const SnapshotProcess* process);

/// False if there is none
bool page_store_take_wish(PageStore* store, PageWish* wish);

// [any]

/// A share in what was shown last, or NULL
Snapshot* page_store_snapshot(PageStore* store);

/// What is newer than a serial; as news_copy()
bool page_store_news(PageStore* store, uint64_t after, News* news);

/// The event of that id.  False if there is none.
bool page_store_find_event(PageStore* store, const char* id, Event* event);

/// The last hours of a station.  False if it has none or memory is short;
/// recent_past_clear() is due in any case.
bool page_store_past(PageStore* store, const char* station, RecentPast* past);

/// False if there are too many
bool page_store_wish(PageStore* store, const PageWish* wish);

#endif
