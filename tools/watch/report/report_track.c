// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/report/report_track.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PRESENT 0.5 /* Probability from which on content is there */

/// Minutes before there are intervals, then these
#define FIND_CELLS                                                             \
  "WITH s(id) AS (SELECT id FROM station WHERE name = ?1), first(at) AS"       \
  " (SELECT coalesce(min(began_at), 1e12) FROM interval WHERE station ="       \
  " (SELECT id FROM s))"                                                       \
  " SELECT began_at, began_at + 60, live_seconds, music, speech, silence,"     \
  " lufs_short_term, lufs_momentary_max, title, view, tags FROM minute"        \
  " WHERE station = (SELECT id FROM s) AND began_at >= ?2 AND began_at < ?3"   \
  " AND began_at + 60 <= (SELECT at FROM first)"                               \
  " UNION ALL"                                                                 \
  " SELECT began_at, began_at + seconds,"                                      \
  " iif(view IS NULL, 0, seconds), music, speech, silence, lufs_short_term,"   \
  " lufs_momentary_max, title, view, tags FROM interval"                       \
  " WHERE station = (SELECT id FROM s) AND began_at >= ?2 AND began_at < ?3"   \
  " ORDER BY 1"

const char*
content_name(Content content)
{
  static const char* const names[CONTENT_N] = {[CONTENT_NONE] = "off",
                                               [CONTENT_NEITHER] = "neither",
                                               [CONTENT_MUSIC] = "music",
                                               [CONTENT_SPEECH] = "speech",
                                               [CONTENT_BOTH] = "music+speech"};
  return names[content];
}

static Content
find_content(const ReportCell* cell)
{
  if (cell->live < 0.5 * (cell->end - cell->begin)) {
    return CONTENT_NONE;
  }
  const bool has_music = cell->music >= PRESENT;
  const bool has_speech = cell->speech >= PRESENT;
  return has_music && has_speech ? CONTENT_BOTH
         : has_music             ? CONTENT_MUSIC
         : has_speech            ? CONTENT_SPEECH
                                 : CONTENT_NEITHER;
}

static bool
add_cell(ReportTrack* track, sqlite3_stmt* row, int64_t view)
{
  if (!(track->n & (track->n - 1))) { // Full, or empty
    const size_t room = track->n ? 2u * (size_t)track->n : 1u;
    ReportCell* const cells =
        (ReportCell*)realloc(track->cells, room * sizeof(ReportCell));
    if (!cells) {
      return false;
    }
    track->cells = cells;
  }
  ReportCell* const cell = &track->cells[track->n++];
  *cell = (ReportCell){.begin = database_column_real(row, 0),
                       .end = database_column_real(row, 1),
                       .live = sqlite3_column_double(row, 2),
                       .music = sqlite3_column_double(row, 3),
                       .speech = sqlite3_column_double(row, 4),
                       .silence = sqlite3_column_double(row, 5),
                       .loudness = database_column_real(row, 6),
                       .loudest = database_column_real(row, 7),
                       .title = sqlite3_column_int64(row, 8)};
  cell->content = find_content(cell);
  const uint32_t n = (uint32_t)sqlite3_column_bytes(row, 10);
  if (n && n == track->n_tags && sqlite3_column_int64(row, 9) == view) {
    cell->tags = (uint8_t*)malloc(n);
    if (!cell->tags) {
      return false;
    }
    memcpy(cell->tags, sqlite3_column_blob(row, 10), n);
  }
  return true;
}

/// Tags of a text of the table of views
static bool
read_tags(ReportTrack* track, const char* text)
{
  json_t* const list = json_loads(text, 0, NULL);
  const size_t n = json_array_size(list);
  track->tags = (ReportTag*)calloc(n + 1u, sizeof(ReportTag));
  for (size_t i = 0; track->tags && i < n && i < REPORT_MAX_TAGS; ++i) {
    const json_t* const item = json_array_get(list, i);
    const char* const group = json_string_value(json_array_get(item, 0));
    const char* const name = json_string_value(json_array_get(item, 1));
    ReportTag* const tag = &track->tags[track->n_tags++];
    snprintf(tag->group, sizeof(tag->group), "%s", group ? group : "");
    snprintf(tag->name, sizeof(tag->name), "%s", name ? name : "");
    tag->colour =
        (uint32_t)json_integer_value(json_array_get(item, 2)) & 0xFFFFFFu;
  }
  json_decref(list);
  return track->tags;
}

bool
report_track_read(ReportTrack* track,
                  Database* database,
                  const char* station,
                  double begin,
                  double end,
                  Error* error)
{
  int64_t view = 0;
  bool ok = true;
  sqlite3_stmt* row = database_query(
      database, "SELECT id, tags FROM view ORDER BY id DESC LIMIT 1", "");
  if (database_next(database, row)) {
    view = sqlite3_column_int64(row, 0);
    ok = read_tags(track, database_column_text(row, 1));
    database_done(row);
  }
  row = database_query(database, FIND_CELLS, "sdd", station, begin, end);
  while (ok && database_next(database, row)) {
    ok = add_cell(track, row, view);
  }
  database_done(row);
  if (!ok) {
    error_set(error, ERROR_NO_MEMORY);
  } else if (database_state(database) != DATABASE_OK) {
    error_set(error, "%s", database_message(database));
    ok = false;
  }
  return ok;
}

double
report_track_best_hour(const ReportTrack* track, uint32_t tag)
{
  double best = 0.0;
  double sum = 0.0;
  double live = 0.0;
  double hour = -1.0;
  for (uint32_t i = 0; i <= track->n; ++i) {
    const ReportCell* const cell = i < track->n ? &track->cells[i] : NULL;
    const double at = cell ? floor(cell->begin / 3600.0) : -1.0;
    if (fabs(at - hour) > 0.5) {
      best = live > 0.0 ? fmax(best, sum / live) : best;
      sum = 0.0;
      live = 0.0;
      hour = at;
    }
    if (cell && cell->tags) {
      sum += cell->live * cell->tags[tag] / 255.0;
      live += cell->live;
    }
  }
  return best;
}

void
report_track_clear(ReportTrack* track)
{
  for (uint32_t i = 0; i < track->n; ++i) {
    free(track->cells[i].tags);
  }
  free(track->cells);
  free(track->tags);
  *track = (ReportTrack){0};
}
