// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_HISTORY_FILE_H
#define EARMARK_HISTORY_FILE_H

#include "base/error.h"
#include "tools/watch/history/database.h"
#include "tools/watch/history/history_limits.h"

#include <stdbool.h>

/// The file of a history, whatever becomes of it.  All zeros but the first two
/// is not open.
typedef struct {
  const char* path;            ///< Outlives it
  const HistoryLimits* limits; ///< Outlive it
  Database* database;
  bool is_prepared; ///< Its tables are as they are now
  double looked;    ///< When it was looked whether it has moved, monotonic
} HistoryFile;

/// Open it and bring it up to date, if that is still to be done.
/// DATABASE_FOREIGN with a message if it is nothing of ours, or of a later
/// version; damaged, it is set aside, and there is a new one.
DatabaseState history_file_open(HistoryFile* file, Error* error);

void history_file_close(HistoryFile* file);

/// Close it if it was removed or replaced: then true
bool history_file_follow(HistoryFile* file);

/// Close it, and give it a name that says that it is damaged
void history_file_set_aside(HistoryFile* file);

#endif
