// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_THREAD_H
#define EARMARK_THREAD_H

#include <stdbool.h>
#include <stdint.h>

/// A thread that does something now and then until it is stopped.  [setup]
typedef struct Thread Thread;

/// What it does; returns after how many milliseconds to do it again
typedef uint32_t (*ThreadFunc)(void* data);

/// NULL if the system gives no thread
Thread* thread_start(ThreadFunc func, void* data);

/// Stop it at the end of what it does, wait for that and free it.  `thread`
/// may be NULL.
void thread_stop(Thread* thread);

/// As thread_stop(), but where the system keeps it waiting for longer, leave it
/// behind: false, and all that it may use must stay
bool thread_stop_within(Thread* thread, uint32_t milliseconds);

#endif
