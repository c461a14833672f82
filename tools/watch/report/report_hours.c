// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/report/report_hours.h"

#include "tools/watch/report/csv_text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define HOUR 3600.0

/// What an hour adds up to; sums are over seconds
typedef struct {
  double live;
  double music;
  double speech;
  double silence;
  double power; ///< Of the loudness
  double heard; ///< Seconds of which that is
  double loudest;
  double tagged; ///< Seconds
  double tags[REPORT_MAX_TAGS];
} Hour;

static void
add(Hour* hour, const ReportTrack* track, const ReportCell* cell)
{
  hour->live += cell->live;
  hour->music += cell->live * cell->music;
  hour->speech += cell->live * cell->speech;
  hour->silence += cell->live * cell->silence;
  hour->loudest = fmax(hour->loudest, cell->loudest);
  if (isfinite(cell->loudness)) {
    hour->power += cell->live * pow(10.0, cell->loudness / 10.0);
    hour->heard += cell->live;
  }
  for (uint32_t i = 0; cell->tags && i < track->n_tags; ++i) {
    hour->tags[i] += cell->live * cell->tags[i] / 255.0;
  }
  hour->tagged += cell->tags ? cell->live : 0.0;
}

/// The strongest tag of a group, or ""
static const char*
strongest(const Hour* hour, const ReportTrack* track, const char* group)
{
  uint32_t best = track->n_tags;
  for (uint32_t i = 0; i < track->n_tags; ++i) {
    if (!strcmp(track->tags[i].group, group) &&
        (best == track->n_tags || hour->tags[i] > hour->tags[best])) {
      best = i;
    }
  }
  return best < track->n_tags && hour->tagged > 0.0 ? track->tags[best].name
                                                    : "";
}

static int64_t
count_events(Database* database, const char* station, double begin, double end)
{
  sqlite3_stmt* const row = database_query(
      database,
      "SELECT count(*) FROM event WHERE station = ? AND raised_at >= ? AND"
      " raised_at < ? AND NOT is_test",
      "sdd", station, begin, end);
  int64_t n = 0;
  if (database_next(database, row)) {
    n = sqlite3_column_int64(row, 0);
    database_done(row);
  }
  return n;
}

/// A number, or nothing for what is unknown; fewer decimals for people
static void
print_number(double value, int decimals, bool is_csv)
{
  if (is_csv) {
    putchar(',');
    if (isfinite(value)) {
      printf("%.*f", decimals, value);
    }
  } else if (isfinite(value)) {
    printf(" %8.*f", (decimals + 1) / 2, value);
  } else {
    printf(" %8s", "-");
  }
}

static void
print_hour(const Hour* hour,
           const ReportTrack* track,
           int64_t n_events,
           bool is_csv)
{
  const double live = hour->live > 0.0 ? hour->live : (double)NAN;
  print_number(hour->live, 0, is_csv);
  print_number(hour->music / live, 4, is_csv);
  print_number(hour->speech / live, 4, is_csv);
  print_number(hour->silence / live, 4, is_csv);
  print_number(hour->heard > 0.0 ? 10.0 * log10(hour->power / hour->heard)
                                 : (double)NAN,
               2, is_csv);
  print_number(hour->loudest, 2, is_csv);
  print_number((double)n_events, 0, is_csv);
  const char* const genre = strongest(hour, track, "genre");
  const char* const mood = strongest(hour, track, "mood");
  if (is_csv) {
    csv_text_print(genre);
    csv_text_print(mood);
    puts("");
  } else {
    printf("  %-14s %s\n", genre, mood);
  }
}

void
report_hours_print(const ReportDay* day,
                   const ReportTrack* track,
                   Database* database,
                   const char* station,
                   bool is_csv)
{
  char text[REPORT_TIME_SIZE];
  uint32_t next = 0;
  if (!is_csv) {
    printf("%s, %s, %s\n", station, report_day_date(day, text),
           report_day_zone(day));
    printf("%-25s %8s %8s %8s %8s %8s %8s %8s  %-14s %s\n", "from", "seconds",
           "music", "speech", "silence", "LUFS", "loudest", "events", "genre",
           "mood");
  }
  for (int i = 0; day->begin + i * HOUR < day->end; ++i) {
    const double begin = day->begin + i * HOUR;
    const double end = fmin(begin + HOUR, day->end);
    Hour hour = {.loudest = (double)NAN};
    for (; next < track->n && track->cells[next].begin < end; ++next) {
      add(&hour, track, &track->cells[next]);
    }
    printf("%s", report_day_time(day, begin, true, text));
    if (is_csv) {
      csv_text_print(station);
    }
    print_hour(&hour, track, count_events(database, station, begin, end),
               is_csv);
  }
}
