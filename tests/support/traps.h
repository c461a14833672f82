// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_TRAPS_H
#define EARMARK_TRAPS_H

#include <stdbool.h>

/**
   Traps for what an audio thread must not do: between traps_arm() and
   traps_disarm() each such act of that thread counts.

   The program itself replaces malloc(), pthread_mutex_lock() and so on by
   functions that tell; system calls are trapped by the kernel.
*/
typedef struct {
  unsigned allocations;
  unsigned locks;
  unsigned system_calls;
  long last_system_call; ///< Its number
} Traps;

/// False where the system cannot do it.  There is no way back for the thread.
bool traps_on_system_calls(void);

/// A replaced function was called
void traps_tell_allocation(void);
void traps_tell_lock(void);

void traps_arm(void);

/// Returns what happened since traps_arm()
Traps traps_disarm(void);

#endif
