// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_MUTE_STORE_H
#define EARMARK_MUTE_STORE_H

#include "tools/watch/history/watch_history.h"
#include "tools/watch/rules/mute.h"

#include <stdbool.h>
#include <stdint.h>

/// A mute that is to be written, or to be removed
typedef struct {
  Mute mute;
  bool is_removed;
} MuteChange;

/// Keeps the mutes of a table in the file of the history, where other programs
/// may change them, too.  All zeros, with its table, keeps them in memory only.
/// For the main thread.
typedef struct {
  MuteTable* table; ///< Outlives it
  WatchHistory* history;
  bool is_reading; ///< What changes comes from the file
  uint32_t n;
  size_t room;
  MuteChange* changes; ///< [n] since the last tick that was kept; owned
} MuteStore;

/// It reads and writes with the history, which it has to outlive.  False if
/// memory is short.
bool mute_store_open(MuteStore* store, WatchHistory* history);

void mute_store_clear(MuteStore* store);

/// What the file says now, without what is over; to be called now and then
void mute_store_follow(MuteStore* store, double now);

#endif
