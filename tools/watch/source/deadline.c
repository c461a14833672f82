// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/watch/source/deadline.h"

#include "base/clock.h"

void
deadline_set(Deadline* deadline, double seconds)
{
  deadline->end = wall_seconds() + seconds;
}

bool
deadline_is_over(const Deadline* deadline)
{
  return wall_seconds() > deadline->end;
}

static int
is_over(void* opaque)
{
  const Deadline* const deadline = (const Deadline*)opaque;
  return atomic_load_explicit(deadline->stop, memory_order_relaxed) ||
         deadline_is_over(deadline);
}

AVIOInterruptCB
deadline_interrupt(Deadline* deadline)
{
  return (AVIOInterruptCB){is_over, deadline};
}
