// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_NOTICE_STORE_H
#define EARMARK_NOTICE_STORE_H

#include "tools/watch/history/watch_history.h"
#include "tools/watch/notice/action.h"
#include "tools/watch/notice/notice.h"

#include <stdbool.h>
#include <stdint.h>

/// Notices that wait, in the file of the history, so that they get to where
/// they belong also if this program is killed.  For the main thread.
typedef struct {
  const NoticePlan* plan;
  bool is_tidy; ///< There are none of events that are forgotten
  uint32_t n_added;
  size_t added_room;
  Notice* added; ///< [n_added] since the last tick that was kept; owned
  uint32_t n_done;
  size_t done_room;
  uint64_t* done; ///< [n_done], ids of those that need not wait; owned
} NoticeStore;

/// Takes a notice of an earlier run
typedef void (*NoticeStoreFunc)(void* data, const Notice* notice);

/// It writes with the history, which it has to outlive.  The plan outlives it.
/// False if memory is short.
bool notice_store_open(NoticeStore* store,
                       const NoticePlan* plan,
                       WatchHistory* history);

/// Hand on what waits since earlier runs, the oldest first; what no action is
/// for any more, is done
void notice_store_load(NoticeStore* store,
                       WatchHistory* history,
                       NoticeStoreFunc take,
                       void* data);

void notice_store_clear(NoticeStore* store);

/// It waits, once the tick is kept.  False if memory is short.
bool notice_store_add(NoticeStore* store, const Notice* notice);

/// It was sent, or given up
void notice_store_end(NoticeStore* store, uint64_t id);

#endif
