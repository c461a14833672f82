// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_WATCH_HISTORY_H
#define EARMARK_WATCH_HISTORY_H

#include "tools/watch/event/event_book.h"
#include "tools/watch/history/database.h"
#include "tools/watch/history/history_limits.h"
#include "tools/watch/station/interval.h"

#include <stdbool.h>
#include <stdint.h>

/// Where and for how long; the view outlives the history
typedef struct {
  const char* path;
  const View* view;
  HistoryLimits limits;
} HistorySettings;

/// How it is
typedef struct {
  DatabaseState state; ///< While it is not DATABASE_OK, nothing is written
  double since;        ///< Monotonic seconds
  uint64_t n_waiting;  ///< Intervals that wait to be written
  uint64_t n_lost;     ///< Intervals that were too many to wait
  uint64_t n_failures; ///< Ticks that were not written
  double bytes;        ///< That its files take
  char message[256];   ///< What SQLite says
} HistoryStatus;

/// One of those who keep something in the file, in tables of schema.c
typedef struct {
  /// Write what is new, within the transaction of a tick; false if that fails
  bool (*write)(void* data, Database* database);
  /// Whether that is kept now; if not, it is to be written again next time
  void (*end)(void* data, bool is_kept);
  void* data;
} HistoryWriter;

#define HISTORY_MAX_WRITERS 8u

/**
   What was, in a file of SQLite, which has one who writes: this.  All of a tick
   is one transaction.  While the file cannot be written, what was to be written
   waits, as far as there is room, and all else goes on.  For one thread.
*/
typedef struct WatchHistory WatchHistory;

/// Open it, or make it.  NULL with a message if the file is not ours to write;
/// if it is only locked, damaged or the disk full, it begins later.
WatchHistory* watch_history_open(const HistorySettings* settings, Error* error);

/// Write what waits, if that can be, and close it.  `history` may be NULL.
void watch_history_close(WatchHistory* history);

/// Also this is written.  False if there are too many.
bool watch_history_add_writer(WatchHistory* history,
                              const HistoryWriter* writer);

/// Give the events of earlier runs that still fire to the book.  Once; false if
/// they cannot be read now.
bool watch_history_load(WatchHistory* history, EventBook* book);

/// Keep an interval, or an event as it is now, with the next tick
void watch_history_interval(WatchHistory* history,
                            const char* station,
                            const Interval* interval);
void watch_history_event(WatchHistory* history, const Event* event);

/// Write what came since the last tick.  What may be told now is either
/// written, or waits as nothing can be.
void watch_history_commit(WatchHistory* history);

const HistoryStatus* watch_history_status(WatchHistory* history);

/// The file's, for reading: valid until the next watch_history_commit(), or
/// NULL
Database* watch_history_database(WatchHistory* history);

#endif
