// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/page/visitors.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/socket.h>

typedef struct {
  int descriptor;
  double since; ///< When it began to be awaited; 0 while it is answered
} Visitor;

struct Visitors {
  pthread_mutex_t lock;
  unsigned n;
  Visitor all[VISITORS_MAX + 1u]; ///< [n]
};

Visitors*
visitors_new(void)
{
  Visitors* const visitors = (Visitors*)calloc(1, sizeof(Visitors));
  if (visitors) {
    pthread_mutex_init(&visitors->lock, NULL);
  }
  return visitors;
}

void
visitors_free(Visitors* visitors)
{
  if (visitors) {
    pthread_mutex_destroy(&visitors->lock);
    free(visitors);
  }
}

static Visitor*
find(Visitors* visitors, int descriptor)
{
  for (unsigned i = 0; i < visitors->n; ++i) {
    if (visitors->all[i].descriptor == descriptor) {
      return &visitors->all[i];
    }
  }
  return NULL;
}

void
visitors_enter(Visitors* visitors, int descriptor, double now)
{
  pthread_mutex_lock(&visitors->lock);
  if (visitors->n < VISITORS_MAX + 1u) {
    visitors->all[visitors->n++] = (Visitor){descriptor, now};
  }
  pthread_mutex_unlock(&visitors->lock);
}

void
visitors_leave(Visitors* visitors, int descriptor)
{
  pthread_mutex_lock(&visitors->lock);
  Visitor* const visitor = find(visitors, descriptor);
  if (visitor) {
    *visitor = visitors->all[--visitors->n];
  }
  pthread_mutex_unlock(&visitors->lock);
}

static void
set_since(Visitors* visitors, int descriptor, double since)
{
  pthread_mutex_lock(&visitors->lock);
  Visitor* const visitor = find(visitors, descriptor);
  if (visitor) {
    visitor->since = since;
  }
  pthread_mutex_unlock(&visitors->lock);
}

void
visitors_ask(Visitors* visitors, int descriptor)
{
  set_since(visitors, descriptor, 0.0);
}

void
visitors_answered(Visitors* visitors, int descriptor, double now)
{
  set_since(visitors, descriptor, now);
}

void
visitors_sweep(Visitors* visitors, double now)
{
  pthread_mutex_lock(&visitors->lock);
  for (unsigned i = 0; i < visitors->n; ++i) {
    Visitor* const visitor = &visitors->all[i];
    if (visitor->since > 0.0 && now > visitor->since + VISITORS_PATIENCE) {
      shutdown(visitor->descriptor, SHUT_RDWR); // The server closes it
      visitor->since = 0.0;
    }
  }
  pthread_mutex_unlock(&visitors->lock);
}
