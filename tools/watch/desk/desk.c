// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/watch/desk/desk.h"

#include "base/clock.h"
#include "tools/watch/desk/reporting.h"
#include "tools/watch/desk/watcher.h"
#include "tools/watch/display/live_table.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define TICK 0.25         /* Seconds */
#define REDRAW 1.0        /* Seconds */
#define DEFAULT_LINES 24u /* Of a terminal */
#define MOST_THREADS 4    /* That analyse */
#define SEED 2654435769u  /* Spreads the numbers of stations */

/// All that is at work
typedef struct {
  const DeskSettings* settings;
  Pool* pool;
  Reporting* reporting;
  uint32_t n_watchers;
  Watcher* watchers;  ///< [n_watchers]
  LiveTableRow* rows; ///< [n_watchers]
  Log log;
  double drawn; ///< When the table was, monotonic
} Desk;

static void
report_interval(void* data, const Watcher* watcher, const Interval* interval)
{
  const Desk* const desk = (const Desk*)data;
  reporting_interval(desk->reporting, watcher->name, interval, &watcher->panel);
}

static uint32_t
count_live(const Desk* desk)
{
  uint32_t n = 0;
  for (uint32_t i = 0; i < desk->n_watchers; ++i) {
    n += desk->watchers[i].status.state == SOURCE_LIVE;
  }
  return n;
}

static void
draw(Desk* desk)
{
  char title[64];
  struct winsize size = {0}; // Some terminals do not say
  ioctl(STDOUT_FILENO, TIOCGWINSZ, &size);
  snprintf(title, sizeof(title), "earmark watch: %u of %u live",
           count_live(desk), desk->n_watchers);
  for (uint32_t i = 0; i < desk->n_watchers; ++i) {
    const Watcher* const watcher = &desk->watchers[i];
    desk->rows[i] =
        (LiveTableRow){.name = watcher->name,
                       .status = watcher->status,
                       .reading = watcher->has_newest ? watcher->newest : NULL,
                       .summary = watcher->summary,
                       .panel = &watcher->panel};
  }
  const LiveTable table = {.view = desk->settings->view,
                           .title = title,
                           .rows = desk->rows,
                           .n_rows = desk->n_watchers,
                           .messages = (const char* const*)desk->log.kept,
                           .n_messages = desk->log.n};
  live_table_draw(&table, size.ws_row ? size.ws_row : DEFAULT_LINES, stdout);
}

/// Returns whether there is more to come
static bool
tick(Desk* desk)
{
  const WatcherOutput output = {report_interval, desk};
  bool has_more = false;
  for (uint32_t i = 0; i < desk->n_watchers; ++i) {
    watcher_tick(&desk->watchers[i], &output);
    has_more = has_more || !desk->watchers[i].is_done;
  }
  const double now = wall_seconds();
  if (desk->settings->is_table && now > desk->drawn + REDRAW) {
    draw(desk);
    desk->drawn = now;
  }
  return reporting_end_tick(desk->reporting) && has_more;
}

static void
loop(Desk* desk, const sigset_t* ends)
{
  const struct timespec wait = {0, (long)(TICK * 1e9)};
  while (tick(desk) && sigtimedwait(ends, NULL, &wait) < 0) {
  }
}

/// The signals that end it; all threads leave them to the main one
static void
block_signals(sigset_t* ends)
{
  sigemptyset(ends);
  sigaddset(ends, SIGINT);
  sigaddset(ends, SIGTERM);
  sigaddset(ends, SIGHUP);
  pthread_sigmask(SIG_BLOCK, ends, NULL);
  signal(SIGPIPE, SIG_IGN);
}

static bool
start(Desk* desk, Error* error)
{
  const DeskSettings* const settings = desk->settings;
  const long n_processors = sysconf(_SC_NPROCESSORS_ONLN);
  desk->pool = pool_new(n_processors < 1              ? 1u
                        : n_processors > MOST_THREADS ? MOST_THREADS
                                                      : (uint32_t)n_processors);
  desk->watchers = (Watcher*)calloc(settings->n_stations, sizeof(Watcher));
  desk->rows =
      (LiveTableRow*)calloc(settings->n_stations, sizeof(LiveTableRow));
  const ReportingSettings reporting = {.view = settings->view,
                                       .prints = !settings->is_table,
                                       .has_all_tags = settings->has_all_tags};
  desk->reporting = reporting_new(&reporting, error);
  if (!desk->pool || !desk->watchers || !desk->rows || !desk->reporting) {
    error_set(error, ERROR_NO_MEMORY);
    return false;
  }
  const StationShare share = {settings->network, settings->view,
                              settings->memory, desk->pool};
  bool ok = true;
  while (ok && desk->n_watchers < settings->n_stations) {
    const uint32_t i = desk->n_watchers;
    ok = watcher_start(&desk->watchers[i], &settings->stations[i], &share,
                       settings->seconds, (i + 1u) * SEED, &desk->log, error);
    desk->n_watchers += ok;
    if (!ok) {
      watcher_clear(&desk->watchers[i]);
    }
  }
  return ok;
}

/// Returns false if a source could not be read at all
static bool
finish(Desk* desk)
{
  const WatcherOutput output = {report_interval, desk};
  bool ok = true;
  for (uint32_t i = 0; i < desk->n_watchers; ++i) {
    station_stop(desk->watchers[i].station);
    const SourceStatus* const status = &desk->watchers[i].status;
    ok = ok && (status->state != SOURCE_ENDED ||
                status->reason == SOURCE_REASON_ENDED);
  }
  for (uint32_t i = 0; i < desk->n_watchers; ++i) {
    watcher_finish(&desk->watchers[i], &output);
    watcher_clear(&desk->watchers[i]);
  }
  if (desk->reporting) {
    reporting_end_tick(desk->reporting);
  }
  return ok;
}

bool
desk_run(const DeskSettings* settings, Error* error)
{
  sigset_t ends;
  Desk desk = {.settings = settings};
  desk.log.stream = settings->is_table && isatty(STDERR_FILENO) ? NULL : stderr;
  block_signals(&ends);
  bool ok = start(&desk, error);
  if (ok) {
    if (settings->is_table) {
      live_table_enter(stdout);
    }
    loop(&desk, &ends);
  }
  ok = finish(&desk) && ok;
  if (settings->is_table) {
    live_table_leave(stdout);
  }
  pool_free(desk.pool);
  reporting_free(desk.reporting);
  log_clear(&desk.log);
  free(desk.rows);
  free(desk.watchers);
  return ok;
}
