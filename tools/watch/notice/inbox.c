// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/watch/notice/inbox.h"

#include "base/array.h"
#include "base/clock.h"

#include <stdlib.h>

void
inbox_init(Inbox* inbox)
{
  *inbox = (Inbox){.n = 0};
  pthread_mutex_init(&inbox->lock, NULL);
}

void
inbox_clear(Inbox* inbox)
{
  pthread_mutex_destroy(&inbox->lock);
  free(inbox->letters);
}

bool
inbox_add(Inbox* inbox, const Notice* notice, bool is_held)
{
  pthread_mutex_lock(&inbox->lock);
  Letter* const letters = (Letter*)array_grow(inbox->letters, inbox->n,
                                              &inbox->room, sizeof(Letter));
  if (letters) {
    inbox->letters = letters;
    Letter* const letter = &inbox->letters[inbox->n++];
    *letter = (Letter){*notice, is_held};
    letter->notice.arrived = wall_seconds();
  }
  pthread_mutex_unlock(&inbox->lock);
  return letters;
}

bool
inbox_is_empty(Inbox* inbox)
{
  pthread_mutex_lock(&inbox->lock);
  const bool is_empty = !inbox->n;
  pthread_mutex_unlock(&inbox->lock);
  return is_empty;
}

void
inbox_empty(Inbox* inbox, void (*take)(void*, const Letter*), void* data)
{
  pthread_mutex_lock(&inbox->lock);
  for (uint32_t i = 0; i < inbox->n; ++i) {
    take(data, &inbox->letters[i]);
  }
  inbox->n = 0;
  pthread_mutex_unlock(&inbox->lock);
}
