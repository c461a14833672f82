// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_BATCH_H
#define EARMARK_BATCH_H

#include "tools/archive/lister.h"
#include "tools/archive/outbox.h"
#include "tools/archive/pace.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// A thing that work is done for
typedef struct {
  Item item;
  uint64_t number;
  Outbox* outbox;
  PaceEnd end;    ///< Set by the work, as what follows
  double seconds; ///< Of music
  Error error;    ///< What went wrong, or ""
  void* result;
  size_t held; ///< Bytes that outbox_hold() was told of
} BatchJob;

/// What is done
typedef struct {
  void* data;

  /// Is it done already?  In the items' order, one call at a time; may be NULL.
  bool (*skips)(void* data, const Item* item);

  /// Do it; in several threads.  Not for items with an error, which have
  /// failed.
  void (*work)(void* data, BatchJob* job);

  /// It has ended, in the items' order, one call at a time, in any of the
  /// threads.  `result` is to be freed.
  void (*tell)(void* data, BatchJob* job);

  /// Is there no more to do, as nobody will see it?  May be NULL.
  bool (*stops)(void* data);
} BatchCallbacks;

#define BATCH_MAX_JOBS 1024u

/// Processors that this program may use
uint32_t batch_processors(void);

/// Do the work for all that is listed, in `n_jobs` threads.  False, with a
/// message, if memory is short.
bool batch_run(Lister* lister,
               uint32_t n_jobs,
               Pace* pace,
               const BatchCallbacks* callbacks,
               Error* error);

#endif
