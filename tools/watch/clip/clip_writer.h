// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_CLIP_WRITER_H
#define EARMARK_CLIP_WRITER_H

#include "base/error.h"
#include "tools/watch/clip/clip_folder.h"
#include "tools/watch/clip/excerpt.h"
#include "tools/watch/event/event.h"

#include <stdbool.h>

#define CLIP_WRITER_MOST (128u << 20) /* Bytes that wait to be written */

/// What became of a clip
typedef enum {
  CLIP_WRITTEN,
  CLIP_FAILED,
  CLIP_REMOVED ///< It was too old, or there were too many
} ClipOutcome;

typedef struct {
  ClipOutcome outcome;
  char name[CLIP_FOLDER_NAME]; ///< Of the file; of one that failed, the id
  Error error;                 ///< Why it failed
} ClipNews;

/**
   Writes clips in a thread of its own, so that a slow disk holds up nobody. All
   is for one other thread.
*/
typedef struct ClipWriter ClipWriter;

/// Into a folder as clip_folder_open() has it.  NULL with a message.
ClipWriter* clip_writer_start(const char* path,
                              double most_age,
                              double most_bytes,
                              Error* error);

/// Write what waits, and end the thread.  `writer` may be NULL.
void clip_writer_finish(ClipWriter* writer);

/// After clip_writer_finish().  `writer` may be NULL.
void clip_writer_free(ClipWriter* writer);

/// Write the clip of an event; the excerpt is the writer's from then on.  Where
/// too much waits, it fails.
void clip_writer_push(ClipWriter* writer, const char* id, Excerpt* excerpt);

/// The oldest of what there is to know; false if there is nothing
bool clip_writer_take(ClipWriter* writer, ClipNews* news);

#endif
