// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_RELOAD_H
#define EARMARK_RELOAD_H

#include "base/arena.h"
#include "tools/watch/config/configuration.h"
#include "tools/watch/desk/log.h"

#include <stdbool.h>
#include <stdint.h>

/// How the last reading of the configuration went, for those who are told
typedef struct {
  bool is_good;
  double loaded_at; ///< When what is in force was read, seconds since 1970, UTC
  uint64_t n_good;  ///< Reloads
  uint64_t n_bad;
} ReloadStatus;

/**
   Reads a configuration again, in place of the one before.  What is in the
   section [watch] counts from the next start on.  For the main thread.
*/
typedef struct {
  const char* path; ///< NULL if there is none
  const View* view;
  Log* log;
  ReloadStatus status;
  uint64_t digest;      ///< Of the section [watch] that counts
  Arena* arena;         ///< Of what is in force; NULL for the caller's
  Arena* arena_of_next; ///< While it takes its place
  Configuration next;
} Reload;

/// After the first reading, which was good and whose section is `watch`
void reload_init(Reload* reload,
                 const char* path,
                 const View* view,
                 const WatchPlan* watch,
                 Log* log);

/// Read it.  If all of it is good, returns what is to take the place of the
/// one before, which stays valid until reload_end(); else NULL, and the log
/// says what is wrong.
const Configuration* reload_begin(Reload* reload);

/// What was read has taken its place, wholly unless there is an error: nothing
/// of the one before is used any more
void reload_end(Reload* reload, const Error* error);

void reload_clear(Reload* reload);

#endif
