// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/report/report_segments.h"

#include "tools/options/message.h"
#include "tools/watch/report/csv_text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define SHORT 15.0 /* Seconds; less is of the time before it */
#define GAP 90.0   /* Seconds without a word are no gap of the program */

/// A time of one content and title
typedef struct {
  double begin;
  double end;
  Content content;
  int64_t title;
} Segment;

/// What the log is printed with
typedef struct {
  const ReportDay* day;
  Database* database;
  const char* station;
  bool is_csv;
} Log;

static void
print_segment(const Log* log, const Segment* segment)
{
  char from[REPORT_TIME_SIZE];
  char to[REPORT_TIME_SIZE];
  sqlite3_stmt* const row =
      database_query(log->database, "SELECT text FROM title WHERE id = ?", "i",
                     segment->title);
  const bool has_title = database_next(log->database, row);
  const char* const title = has_title ? database_column_text(row, 0) : "";
  const char* const content = content_name(segment->content);
  report_day_time(log->day, segment->begin, log->is_csv, from);
  report_day_time(log->day, segment->end, log->is_csv, to);
  if (log->is_csv) {
    printf("%s,%s,%.0f", from, to, segment->end - segment->begin);
    csv_text_print(log->station);
    csv_text_print(content);
    csv_text_print(title);
  } else {
    printf("%s  %s  %-12s  ", from, to, content);
    message_text(stdout, title);
  }
  putchar('\n');
  if (has_title) {
    database_done(row);
  }
}

/// Does the cell go on with what the segment is?
static bool
goes_on(const Segment* segment, const ReportCell* cell)
{
  return cell->begin < segment->end + GAP &&
         cell->content == segment->content && cell->title == segment->title;
}

/// For how long do cells from the `i`th on have one content?
static double
length_of(const ReportTrack* track, uint32_t i)
{
  const ReportCell* const first = &track->cells[i];
  double end = first->end;
  for (; i < track->n && track->cells[i].content == first->content &&
         track->cells[i].begin < end + GAP;
       ++i) {
    end = track->cells[i].end;
  }
  return end - first->begin;
}

/// A few seconds of other content, under the same title
static bool
is_passing(const ReportTrack* track, uint32_t i, const Segment* segment)
{
  const ReportCell* const cell = &track->cells[i];
  return cell->begin < segment->end + GAP && cell->title == segment->title &&
         cell->content != CONTENT_NONE && segment->content != CONTENT_NONE &&
         length_of(track, i) < SHORT;
}

void
report_segments_print(const ReportDay* day,
                      const ReportTrack* track,
                      Database* database,
                      const char* station,
                      bool is_csv)
{
  const Log log = {day, database, station, is_csv};
  Segment segment = {.begin = 0.0};
  char text[REPORT_TIME_SIZE];
  if (!is_csv) {
    printf("%s, %s, %s\n", station, report_day_date(day, text),
           report_day_zone(day));
  }
  for (uint32_t i = 0; i < track->n; ++i) {
    const ReportCell* const cell = &track->cells[i];
    const bool is_first = !(segment.begin > 0.0);
    if (!is_first && !goes_on(&segment, cell) &&
        !is_passing(track, i, &segment)) {
      if (cell->begin < segment.end + GAP) {
        segment.end = cell->begin;
      }
      print_segment(&log, &segment);
      segment.begin = 0.0;
    }
    if (!(segment.begin > 0.0)) {
      segment = (Segment){cell->begin, cell->end, cell->content, cell->title};
    }
    segment.end = fmax(segment.end, cell->end);
  }
  if (segment.begin > 0.0) {
    print_segment(&log, &segment);
  }
}

void
report_segments_print_shares(const ReportDay* day,
                             const ReportTrack* track,
                             const char* station,
                             bool is_csv)
{
  double seconds[CONTENT_N] = {0.0};
  char text[REPORT_TIME_SIZE];
  double all = 0.0;
  for (uint32_t i = 0; i < track->n; ++i) {
    const ReportCell* const cell = &track->cells[i];
    seconds[cell->content] += cell->end - cell->begin;
    all += cell->end - cell->begin;
  }
  printf("%s", report_day_date(day, text));
  if (is_csv) {
    csv_text_print(station);
  } else {
    printf(" %s:", station);
  }
  for (unsigned i = 0; i < CONTENT_N; ++i) {
    const double share = all > 0.0 ? seconds[i] / all : 0.0;
    if (is_csv) {
      printf(",%.0f,%.4f", seconds[i], share);
    } else {
      printf("%s %s %.1f %%", i ? "," : "", content_name((Content)i),
             100.0 * share);
    }
  }
  putchar('\n');
}
