// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/report/report_picture.h"

#ifdef EARMARK_HAVE_CAIRO

#include <cairo.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LEFT 130.0   /* Pixels, of names */
#define WIDTH 1152.0 /* Of the day */
#define RIGHT 18.0
#define TOP 34.0
#define ROW 15.0
#define GAP 12.0
#define LOUDNESS 110.0 /* Pixels */
#define QUIET (-50.0)  /* LUFS at the bottom */
#define LOUD (-5.0)    /* LUFS at the top */
#define MOST_ROWS 24u  /* Tags */
#define MOST_OF_GROUP 5u
#define WORTH 0.15 /* Of a tag, in its best hour */

/// A picture being drawn
typedef struct {
  cairo_t* cairo;
  const ReportDay* day;
  const ReportTrack* track;
  double y; ///< Where there is room
} Canvas;

static double
x_of(const Canvas* canvas, double utc)
{
  const ReportDay* const day = canvas->day;
  return LEFT + WIDTH * (utc - day->begin) / (day->end - day->begin);
}

static void
set_colour(const Canvas* canvas, uint32_t colour, double alpha)
{
  cairo_set_source_rgba(canvas->cairo, (colour >> 16) / 255.0,
                        (colour >> 8 & 0xFF) / 255.0, (colour & 0xFF) / 255.0,
                        alpha);
}

static void
draw_text(const Canvas* canvas, double x, double y, const char* text)
{
  cairo_move_to(canvas->cairo, x, y);
  cairo_show_text(canvas->cairo, text);
}

/// A box for the time of a cell
static void
fill_cell(const Canvas* canvas, const ReportCell* cell, double height)
{
  const double x = x_of(canvas, cell->begin);
  cairo_rectangle(canvas->cairo, x, canvas->y,
                  x_of(canvas, cell->end) - x + 0.3, height);
  cairo_fill(canvas->cairo);
}

static void
draw_content(Canvas* canvas)
{
  static const uint32_t colours[CONTENT_N] = {[CONTENT_NONE] = 0x303030,
                                              [CONTENT_NEITHER] = 0x9A9A9A,
                                              [CONTENT_MUSIC] = 0x3B78C4,
                                              [CONTENT_SPEECH] = 0xE09F3E,
                                              [CONTENT_BOTH] = 0x8A5FBF};
  double x = LEFT;
  for (uint32_t i = 0; i < canvas->track->n; ++i) {
    const ReportCell* const cell = &canvas->track->cells[i];
    set_colour(canvas, colours[cell->content], 1.0);
    fill_cell(canvas, cell, 2.0 * ROW);
  }
  canvas->y += 2.0 * ROW + 13.0;
  for (unsigned i = 0; i < CONTENT_N; ++i) {
    set_colour(canvas, colours[i], 1.0);
    cairo_rectangle(canvas->cairo, x, canvas->y - 9.0, 10.0, 10.0);
    cairo_fill(canvas->cairo);
    set_colour(canvas, 0x202020, 1.0);
    draw_text(canvas, x + 14.0, canvas->y, content_name((Content)i));
    x += 110.0;
  }
  canvas->y += GAP;
}

/// Is it one of the strongest of its group?
static bool
is_shown(const ReportTrack* track, uint32_t tag, const double* bests)
{
  const char* const group = track->tags[tag].group;
  uint32_t n = 0;
  for (uint32_t i = 0; i < track->n_tags; ++i) {
    n += bests[i] > bests[tag] && !strcmp(track->tags[i].group, group);
  }
  return n < MOST_OF_GROUP && bests[tag] >= WORTH && strcmp(group, "content");
}

static void
draw_tag(Canvas* canvas, uint32_t tag)
{
  const ReportTrack* const track = canvas->track;
  set_colour(canvas, 0x202020, 1.0);
  draw_text(canvas, 8.0, canvas->y + ROW - 4.0, track->tags[tag].name);
  for (uint32_t i = 0; i < track->n; ++i) {
    const ReportCell* const cell = &track->cells[i];
    if (cell->tags) {
      set_colour(canvas, track->tags[tag].colour, cell->tags[tag] / 255.0);
      fill_cell(canvas, cell, ROW - 1.0);
    }
  }
  canvas->y += ROW;
}

static void
draw_tags(Canvas* canvas)
{
  const ReportTrack* const track = canvas->track;
  double bests[REPORT_MAX_TAGS];
  uint32_t n = 0;
  for (uint32_t i = 0; i < track->n_tags; ++i) {
    bests[i] = report_track_best_hour(track, i);
  }
  for (uint32_t i = 0; i < track->n_tags && n < MOST_ROWS; ++i) {
    if (is_shown(track, i, bests)) {
      draw_tag(canvas, i);
      ++n;
    }
  }
  canvas->y += GAP;
}

static void
draw_loudness(Canvas* canvas)
{
  const ReportTrack* const track = canvas->track;
  set_colour(canvas, 0x202020, 1.0);
  for (double level = -40.0; level <= -10.0; level += 10.0) { // NOLINT: exact
    char text[16];
    const double y = canvas->y + LOUDNESS * (LOUD - level) / (LOUD - QUIET);
    snprintf(text, sizeof(text), "%.0f LUFS", level);
    draw_text(canvas, 8.0, y + 4.0, text);
    cairo_rectangle(canvas->cairo, LEFT, y, WIDTH, 0.4);
    cairo_fill(canvas->cairo);
  }
  for (uint32_t i = 0; i < track->n; ++i) {
    const ReportCell* const cell = &track->cells[i];
    if (isfinite(cell->loudness)) {
      const double share =
          (fmin(fmax(cell->loudness, QUIET), LOUD) - QUIET) / (LOUD - QUIET);
      const double x = x_of(canvas, cell->begin);
      set_colour(canvas, 0x2E7D5B, 0.7);
      cairo_rectangle(canvas->cairo, x, canvas->y + LOUDNESS * (1.0 - share),
                      x_of(canvas, cell->end) - x + 0.3, LOUDNESS * share);
      cairo_fill(canvas->cairo);
    }
  }
  canvas->y += LOUDNESS + GAP;
}

static void
draw_events(Canvas* canvas, Database* database, const char* station)
{
  sqlite3_stmt* const row = database_query(
      database,
      "SELECT rule, started_at, coalesce(ended_at, proven_at) FROM event"
      " WHERE station = ? AND started_at < ? AND"
      " coalesce(ended_at, proven_at) > ? AND NOT is_test ORDER BY started_at",
      "sdd", station, canvas->day->end, canvas->day->begin);
  set_colour(canvas, 0x202020, 1.0);
  draw_text(canvas, 8.0, canvas->y + ROW - 4.0, "events");
  while (database_next(database, row)) {
    const double x = fmax(x_of(canvas, database_column_real(row, 1)), LEFT);
    const double end =
        fmin(x_of(canvas, database_column_real(row, 2)), LEFT + WIDTH);
    set_colour(canvas, 0xC62828, 0.8);
    cairo_rectangle(canvas->cairo, x, canvas->y, fmax(end - x, 1.5), ROW - 1.0);
    cairo_fill(canvas->cairo);
  }
  canvas->y += ROW;
}

/// Lines over all, each three hours, and their times
static void
draw_hours(const Canvas* canvas)
{
  for (int i = 0; canvas->day->begin + i * 10800.0 <= canvas->day->end; ++i) {
    char text[REPORT_TIME_SIZE];
    const double utc = canvas->day->begin + i * 10800.0;
    const double x = x_of(canvas, utc);
    set_colour(canvas, 0x202020, 0.35);
    cairo_rectangle(canvas->cairo, x, TOP, 0.6, canvas->y - TOP);
    cairo_fill(canvas->cairo);
    report_day_time(canvas->day, utc, false, text);
    text[5] = '\0'; // Hours and minutes
    set_colour(canvas, 0x202020, 1.0);
    draw_text(canvas, x - 14.0, canvas->y + 14.0, text);
  }
}

static void
draw(Canvas* canvas, Database* database, const char* station)
{
  char date[REPORT_TIME_SIZE];
  char title[256];
  cairo_set_source_rgb(canvas->cairo, 1.0, 1.0, 1.0);
  cairo_paint(canvas->cairo);
  cairo_select_font_face(canvas->cairo, "sans-serif", CAIRO_FONT_SLANT_NORMAL,
                         CAIRO_FONT_WEIGHT_NORMAL);
  cairo_set_font_size(canvas->cairo, 15.0);
  snprintf(title, sizeof(title), "%s, %s (%s)", station,
           report_day_date(canvas->day, date), report_day_zone(canvas->day));
  set_colour(canvas, 0x202020, 1.0);
  draw_text(canvas, LEFT, 22.0, title);
  cairo_set_font_size(canvas->cairo, 11.0);
  canvas->y = TOP;
  draw_content(canvas);
  draw_tags(canvas);
  draw_loudness(canvas);
  draw_events(canvas, database, station);
  draw_hours(canvas);
  canvas->y += 22.0;
}

bool
report_picture_write(const char* path,
                     const ReportDay* day,
                     const ReportTrack* track,
                     Database* database,
                     const char* station,
                     Error* error)
{
  const int width = (int)(LEFT + WIDTH + RIGHT);
  // Drawn once to see how high it is, as it goes
  const int height = (int)(TOP + 60.0 + MOST_ROWS * ROW + LOUDNESS + 100.0);
  cairo_surface_t* const all =
      cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
  Canvas canvas = {.cairo = cairo_create(all), .day = day, .track = track};
  draw(&canvas, database, station);
  cairo_destroy(canvas.cairo);
  cairo_surface_t* const part =
      cairo_surface_create_for_rectangle(all, 0.0, 0.0, width, ceil(canvas.y));
  const cairo_status_t status = cairo_surface_write_to_png(part, path);
  cairo_surface_destroy(part);
  cairo_surface_destroy(all);
  if (status != CAIRO_STATUS_SUCCESS) {
    error_set(error, "%s", cairo_status_to_string(status));
  }
  return status == CAIRO_STATUS_SUCCESS;
}

#else

bool
report_picture_write(const char* path,
                     const ReportDay* day,
                     const ReportTrack* track,
                     Database* database,
                     const char* station,
                     Error* error)
{
  (void)path;
  (void)day;
  (void)track;
  (void)database;
  (void)station;
  error_set(error, "this earmark was built without cairo");
  return false;
}

#endif
