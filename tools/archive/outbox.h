// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_OUTBOX_H
#define EARMARK_OUTBOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
   Brings what several threads make into the order of its numbers: 0, 1, 2, ...

   Every number must be given, and a thread must give one before it begins
   another; so whoever has the lowest is never kept waiting.  Any thread.
*/
typedef struct Outbox Outbox;

/// Takes what was given, in order, one call at a time, in any of the threads
typedef void (*OutboxFunc)(void* data, void* what);

/// Holds no more than `most` things that are ahead of their turn.  NULL if
/// memory is short.
Outbox* outbox_new(uint32_t most, OutboxFunc func, void* data);

void outbox_free(Outbox* outbox);

/// Give the thing of a number; waits where it is too far ahead.  The `held`
/// bytes that were noted of it are given back when it is out.
void outbox_give(Outbox* outbox, uint64_t number, void* what, size_t held);

/// Is all before this number out?  Then `func` is called for nothing else until
/// this is given.
bool outbox_is_turn(Outbox* outbox, uint64_t number);

/// Note that what is being made takes so many bytes more.  Where all takes too
/// much, waits until it is the turn of `number`.
void outbox_hold(Outbox* outbox, uint64_t number, size_t bytes);

#endif
