// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_INBOX_H
#define EARMARK_INBOX_H

#include "tools/watch/notice/notice.h"

#include <pthread.h>
#include <stdbool.h>

/// A notice, and whether anybody is to be told anew
typedef struct {
  Notice notice;
  bool is_held;
} Letter;

/// From those who have something to tell to the thread that does.  [any]
typedef struct {
  pthread_mutex_t lock;
  uint32_t n;
  size_t room;
  Letter* letters; ///< [n]; owned
} Inbox;

void inbox_init(Inbox* inbox);
void inbox_clear(Inbox* inbox);

/// False if memory is short
bool inbox_add(Inbox* inbox, const Notice* notice, bool is_held);

bool inbox_is_empty(Inbox* inbox);

/// Hand all there is to a function, in the order of their arrival
void inbox_empty(Inbox* inbox, void (*take)(void*, const Letter*), void* data);

#endif
