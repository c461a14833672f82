// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/archive/outbox.h"

#include <pthread.h>
#include <stdlib.h>

#define MOST_BYTES 67108864u /* held ahead of their turn by all together */

typedef struct {
  void* what; ///< NULL if it is not given
  size_t held;
} Given;

struct Outbox {
  OutboxFunc func;
  void* data;
  pthread_mutex_t lock; ///< Of what follows
  pthread_cond_t moved; ///< `next` has
  uint64_t next;        ///< Number whose turn it is
  size_t bytes;         ///< Held
  uint32_t most;
  Given* things; ///< [most]: by number
};

Outbox*
outbox_new(uint32_t most, OutboxFunc func, void* data)
{
  Outbox* const outbox = (Outbox*)calloc(1, sizeof(Outbox));
  Given* const things = (Given*)calloc(most, sizeof(Given));
  if (!outbox || !things) {
    free(outbox);
    free(things);
    return NULL;
  }
  *outbox = (Outbox){.func = func, .data = data, .most = most};
  outbox->things = things;
  pthread_mutex_init(&outbox->lock, NULL);
  pthread_cond_init(&outbox->moved, NULL);
  return outbox;
}

void
outbox_free(Outbox* outbox)
{
  if (outbox) {
    pthread_cond_destroy(&outbox->moved);
    pthread_mutex_destroy(&outbox->lock);
    free(outbox->things);
    free(outbox);
  }
}

void
outbox_give(Outbox* outbox, uint64_t number, void* what, size_t held)
{
  pthread_mutex_lock(&outbox->lock);
  while (number >= outbox->next + outbox->most) {
    pthread_cond_wait(&outbox->moved, &outbox->lock);
  }
  outbox->things[number % outbox->most] = (Given){what, held};
  if (number == outbox->next) {
    for (Given* given = NULL;
         (given = &outbox->things[outbox->next % outbox->most])->what;) {
      outbox->func(outbox->data, given->what);
      outbox->bytes -= given->held;
      given->what = NULL;
      ++outbox->next;
    }
    pthread_cond_broadcast(&outbox->moved);
  }
  pthread_mutex_unlock(&outbox->lock);
}

bool
outbox_is_turn(Outbox* outbox, uint64_t number)
{
  pthread_mutex_lock(&outbox->lock);
  const bool is_turn = number == outbox->next;
  pthread_mutex_unlock(&outbox->lock);
  return is_turn;
}

void
outbox_hold(Outbox* outbox, uint64_t number, size_t bytes)
{
  pthread_mutex_lock(&outbox->lock);
  outbox->bytes += bytes;
  while (outbox->bytes > MOST_BYTES && number != outbox->next) {
    pthread_cond_wait(&outbox->moved, &outbox->lock);
  }
  pthread_mutex_unlock(&outbox->lock);
}
