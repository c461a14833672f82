// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_CLIP_ROWS_H
#define EARMARK_CLIP_ROWS_H

#include "tools/watch/clip/clip_folder.h"
#include "tools/watch/history/watch_history.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct {
  char text[CLIP_FOLDER_NAME];
} ClipName;

/// What the history says of clips goes with their files: it forgets those that
/// were deleted, in this run or otherwise.  All zeros is none.  For one thread.
typedef struct {
  const char* folder; ///< Outlives it
  bool is_checked;    ///< That what it says of earlier runs is there
  uint32_t n;
  size_t room;
  ClipName* names; ///< [n] that are to be forgotten; owned
} ClipRows;

/// The history, which may be NULL, calls it from then on.  False with a
/// message.
bool clip_rows_open(ClipRows* rows,
                    const char* folder,
                    WatchHistory* history,
                    Error* error);

/// After the history was closed
void clip_rows_close(ClipRows* rows);

/// The clip of that name was deleted
void clip_rows_forget(ClipRows* rows, const char* name);

#endif
