// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_DEADLINE_H
#define EARMARK_DEADLINE_H

#include <libavformat/avio.h>
#include <stdatomic.h>
#include <stdbool.h>

/// What ends a wait of libav's: a time, or the wish to stop.  One thread waits;
/// any may wish.
typedef struct {
  const atomic_bool* stop;
  double end; ///< Monotonic seconds
} Deadline;

/// From now on, wait `seconds` at most
void deadline_set(Deadline* deadline, double seconds);

/// Is the time up?
bool deadline_is_over(const Deadline* deadline);

/// For libav
AVIOInterruptCB deadline_interrupt(Deadline* deadline);

#endif
