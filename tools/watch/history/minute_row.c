// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/history/minute_row.h"

#include "model/network.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define COLUMNS                                                                \
  "SELECT interval.id, began_at, seconds, state, title, view, tags, music,"    \
  " speech, silence, lufs_momentary_max, lufs_short_term, dbtp_max,"           \
  " dbfs_left, dbfs_right, dbfs_peak_left, dbfs_peak_right, correlation,"      \
  " clipped_samples, dropped_seconds FROM interval WHERE "
#define NEWER " AND id > (SELECT summed FROM station WHERE id = ?1) ORDER BY id"
#define FIND_INTERVALS COLUMNS "station = ?1 AND began_at >= ?2" NEWER
#define FIND_ALL COLUMNS "+station = ?1" NEWER /* Looks at what is new only */
#define ADD_MINUTE                                                             \
  "INSERT INTO minute(station, began_at, live_seconds, down_seconds, title,"   \
  " view, tags, music, speech, silence, lufs_momentary_max, lufs_short_term,"  \
  " lufs_short_term_min, lufs_short_term_max, dbtp_max, dbfs_left,"            \
  " dbfs_right, dbfs_peak_left, dbfs_peak_right, correlation,"                 \
  " clipped_samples, dropped_seconds)"                                         \
  " VALUES(?,?,?,?,nullif(?,0),nullif(?,0),?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"

/// A mean over what is known
typedef struct {
  double sum;
  double weight;
} Mean;

/// Intervals that add up to a minute
typedef struct {
  double begin; ///< -infinity: nothing yet
  int64_t last; ///< Id of the last interval
  double live;  ///< Seconds
  double down;  ///< Seconds
  int64_t title;
  int64_t view;
  int n_tags;
  double weight;    ///< Of the tags
  double* tags;     ///< [NETWORK_MAX_TAGS]
  Mean means[3];    ///< Music, speech, silence
  Mean loudness;    ///< Power
  Mean levels[2];   ///< Power
  Mean correlation; ///<
  double short_min, short_max, momentary, true_peak, peaks[2];
  int64_t n_clipped;
  double dropped;
} Minute;

static void
begin(Minute* minute, double at)
{
  const double none = (double)NAN;
  double* const tags = minute->tags;
  memset(tags, 0, NETWORK_MAX_TAGS * sizeof(double));
  *minute = (Minute){.begin = at,
                     .tags = tags,
                     .short_min = none,
                     .short_max = none,
                     .momentary = none,
                     .true_peak = none,
                     .peaks = {none, none}};
}

static void
add(Mean* mean, double value, double weight)
{
  if (isfinite(value)) {
    mean->sum += weight * value;
    mean->weight += weight;
  }
}

static double
read_mean(const Mean* mean)
{
  return mean->weight > 0.0 ? mean->sum / mean->weight : (double)NAN;
}

static double
power(double decibels)
{
  return pow(10.0, decibels / 10.0);
}

static double
decibels(double power)
{
  return 10.0 * log10(power);
}

static void
add_tags(Minute* minute, sqlite3_stmt* row, double seconds)
{
  const int64_t view = sqlite3_column_int64(row, 5);
  const unsigned char* const tags =
      (const unsigned char*)sqlite3_column_blob(row, 6);
  const int n = sqlite3_column_bytes(row, 6);
  if (view !=
      minute->view) { // Tags of another network: those of the last count
    memset(minute->tags, 0, NETWORK_MAX_TAGS * sizeof(double));
    minute->weight = 0.0;
    minute->view = view;
  }
  minute->n_tags = n < (int)NETWORK_MAX_TAGS ? n : (int)NETWORK_MAX_TAGS;
  for (int i = 0; i < minute->n_tags; ++i) {
    minute->tags[i] += seconds * tags[i];
  }
  minute->weight += seconds;
}

static void
add_interval(Minute* minute, sqlite3_stmt* row)
{
  const double seconds = sqlite3_column_double(row, 2);
  minute->last = sqlite3_column_int64(row, 0);
  if (sqlite3_column_type(row, 5) == SQLITE_NULL) { // No audio
    minute->down += seconds;
    return;
  }
  const double loudness = database_column_real(row, 11);
  minute->live += seconds;
  minute->title = sqlite3_column_int64(row, 4);
  add_tags(minute, row, seconds);
  for (int i = 0; i < 3; ++i) {
    add(&minute->means[i], database_column_real(row, 7 + i), seconds);
  }
  minute->momentary = fmax(minute->momentary, database_column_real(row, 10));
  add(&minute->loudness, power(loudness), seconds);
  minute->short_min = fmin(minute->short_min, loudness);
  minute->short_max = fmax(minute->short_max, loudness);
  minute->true_peak = fmax(minute->true_peak, database_column_real(row, 12));
  for (int i = 0; i < 2; ++i) {
    add(&minute->levels[i], power(database_column_real(row, 13 + i)), seconds);
    minute->peaks[i] =
        fmax(minute->peaks[i], database_column_real(row, 15 + i));
  }
  add(&minute->correlation, database_column_real(row, 17), seconds);
  minute->n_clipped += sqlite3_column_int64(row, 18);
  minute->dropped += sqlite3_column_double(row, 19);
}

static bool
write(Database* database, int64_t station, const Minute* minute)
{
  unsigned char tags[NETWORK_MAX_TAGS];
  for (int i = 0; i < minute->n_tags; ++i) {
    tags[i] = (unsigned char)lround(minute->tags[i] / minute->weight);
  }
  return database_run(database, ADD_MINUTE, "idddiibdddddddddddddid", station,
                      minute->begin, minute->live, minute->down, minute->title,
                      minute->view, minute->n_tags ? tags : NULL,
                      minute->n_tags, read_mean(&minute->means[0]),
                      read_mean(&minute->means[1]),
                      read_mean(&minute->means[2]), minute->momentary,
                      decibels(read_mean(&minute->loudness)), minute->short_min,
                      minute->short_max, minute->true_peak,
                      decibels(read_mean(&minute->levels[0])),
                      decibels(read_mean(&minute->levels[1])), minute->peaks[0],
                      minute->peaks[1], read_mean(&minute->correlation),
                      minute->n_clipped, minute->dropped) &&
         database_run(database, "UPDATE station SET summed = ? WHERE id = ?",
                      "ii", minute->last, station);
}

bool
minute_row_sum(Database* database,
               int64_t station,
               double current,
               double earliest)
{
  Minute minute = {.begin = -HUGE_VAL,
                   .tags = (double*)calloc(NETWORK_MAX_TAGS, sizeof(double))};
  sqlite3_stmt* const rows =
      isnan(earliest)
          ? database_query(database, FIND_ALL, "i", station)
          : database_query(database, FIND_INTERVALS, "id", station, earliest);
  bool ok = minute.tags;
  while (ok && database_next(database, rows)) {
    const double at = 60.0 * floor(sqlite3_column_double(rows, 1) / 60.0);
    if (fabs(at - minute.begin) > 1.0) {
      ok = !isfinite(minute.begin) || write(database, station, &minute);
      begin(&minute, at);
    }
    add_interval(&minute, rows);
  }
  if (ok && isfinite(minute.begin) && fabs(minute.begin - current) > 1.0) {
    ok = write(database, station, &minute);
  }
  database_done(rows);
  free(minute.tags);
  return ok && database_state(database) == DATABASE_OK;
}
