// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_ARCHIVE_H
#define EARMARK_ARCHIVE_H

#include "tools/watch/event/event.h"
#include "tools/watch/page/past_points.h"

#include <stdbool.h>
#include <stdint.h>

/// The history, for reading, by a connection of its own, which waits for nobody
/// for long.  For one thread.
typedef struct Archive Archive;

/// `path` and `view` outlive it; NULL if memory is short
Archive* archive_new(const char* path, const View* view);

/// `archive` may be NULL
void archive_free(Archive* archive);

/// What was of a station, into points: of intervals, or of minutes where the
/// points are as long.  False if it cannot be read now.
bool
archive_read_past(Archive* archive, const char* station, PastPoints* points);

/// Titles of a station since a time, the last 100, the oldest first, appended
/// to a list; false if they cannot be read now
bool archive_read_titles(Archive* archive,
                         const char* station,
                         double since,
                         json_t* list);

/// Up to `most` events that were raised before a time, the newest first, of a
/// station or ("") all; returns how many
uint32_t archive_read_events(Archive* archive,
                             const char* station,
                             double before,
                             uint32_t most,
                             Event* events);

/// The event of that id.  False if there is none.
bool archive_find_event(Archive* archive, const char* id, Event* event);

#endif
