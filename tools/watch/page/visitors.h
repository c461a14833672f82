// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_VISITORS_H
#define EARMARK_VISITORS_H

#include <stdbool.h>

#define VISITORS_MAX 256u      /* Connections at once */
#define VISITORS_EACH 96u      /* Of one address */
#define VISITORS_PATIENCE 10.0 /* Seconds in which a request must come */

/**
   Who is connected, and since when a request is awaited of each.  The server
   itself has patience with those who send a byte now and then; these are sent
   away here.  [any]
*/
typedef struct Visitors Visitors;

/// NULL if memory is short
Visitors* visitors_new(void);

/// `visitors` may be NULL
void visitors_free(Visitors* visitors);

/// A connection begins, on a socket; it must leave before that is closed
void visitors_enter(Visitors* visitors, int descriptor, double now);
void visitors_leave(Visitors* visitors, int descriptor);

/// A whole request is there, or is answered, so that the next is awaited
void visitors_ask(Visitors* visitors, int descriptor);
void visitors_answered(Visitors* visitors, int descriptor, double now);

/// Send those away who take too long
void visitors_sweep(Visitors* visitors, double now);

#endif
