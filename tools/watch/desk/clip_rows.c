// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _GNU_SOURCE // asprintf()

#include "tools/watch/desk/clip_rows.h"

#include "base/array.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static bool
is_gone(const char* folder, const char* name)
{
  char* path = NULL;
  if (asprintf(&path, "%s/%s", folder, name) < 0) {
    return false;
  }
  const bool gone = access(path, F_OK) && errno == ENOENT;
  free(path);
  return gone;
}

/// What an earlier run said, and is not there any more
static bool
check(ClipRows* rows, Database* database)
{
  sqlite3_stmt* const clips = database_query(
      database, "SELECT clip FROM event WHERE clip IS NOT NULL", "");
  while (clips && database_next(database, clips)) {
    const char* const name = database_column_text(clips, 0);
    if (is_gone(rows->folder, name)) {
      clip_rows_forget(rows, name);
    }
  }
  rows->is_checked = clips;
  return clips;
}

static bool
write_rows(void* data, Database* database)
{
  ClipRows* const rows = (ClipRows*)data;
  bool ok = rows->is_checked || check(rows, database);
  for (uint32_t i = 0; ok && i < rows->n; ++i) {
    ok = database_run(database, "UPDATE event SET clip = NULL WHERE clip = ?",
                      "s", rows->names[i].text);
  }
  return ok;
}

static void
end_rows(void* data, bool is_kept)
{
  ClipRows* const rows = (ClipRows*)data;
  rows->n = is_kept ? 0 : rows->n;
}

bool
clip_rows_open(ClipRows* rows,
               const char* folder,
               WatchHistory* history,
               Error* error)
{
  *rows = (ClipRows){.folder = folder};
  const HistoryWriter writer = {write_rows, end_rows, rows};
  if (history && folder && !watch_history_add_writer(history, &writer)) {
    error_set(error, "too many write to the history");
    return false;
  }
  return true;
}

void
clip_rows_close(ClipRows* rows)
{
  free(rows->names);
  *rows = (ClipRows){0};
}

void
clip_rows_forget(ClipRows* rows, const char* name)
{
  ClipName* const names = (ClipName*)array_grow(rows->names, rows->n,
                                                &rows->room, sizeof(ClipName));
  if (!names) {
    return; // The next run sees to it
  }
  rows->names = names;
  ClipName* const last = &rows->names[rows->n++];
  snprintf(last->text, sizeof(last->text), "%s", name);
}
