// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_SERVICE_H
#define EARMARK_SERVICE_H

#include "tools/watch/station/pool.h"

#include <stdbool.h>
#include <stdint.h>

#define SERVICE_MAX_STATUS 128

/**
   What a service manager, as systemd, is told of this process, if it asks for
   that.  Its watchdog is fed by the pool that analyses, so that it starves if
   analysis hangs, or if whoever calls service_tick() does.  For the main
   thread.
*/
typedef struct {
  Pool* pool;
  PoolJob feeding;
  double patience; ///< Seconds, of the watchdog; 0 if there is none
  double asked;    ///< When feeding was asked for, monotonic
  double told;     ///< When the status was
  char status[SERVICE_MAX_STATUS]; ///< That was told
} Service;

/// The pool outlives it, and it stays where it is
void service_init(Service* service, Pool* pool);

/// All has been started, or has been read again
void service_ready(Service* service);

/// It is being read again, until service_ready()
void service_reload(Service* service);

/// Now and then: how many of `n` stations are live, and whether the
/// configuration on the disk is the one that counts
void
service_tick(Service* service, uint32_t n_live, uint32_t n, bool is_current);

/// It ends; nothing is fed from then on.  Harmless without service_init().
void service_stop(Service* service);

#endif
