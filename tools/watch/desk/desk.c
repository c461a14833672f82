// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/watch/desk/desk.h"

#include "base/clock.h"
#include "tools/watch/desk/front_page.h"
#include "tools/watch/desk/reload.h"
#include "tools/watch/desk/reporting.h"
#include "tools/watch/desk/roster.h"
#include "tools/watch/desk/service.h"
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
#define DAY 86400.0
#define INTERVAL_AGE (7.0 * DAY)
#define MINUTE_AGE (366.0 * DAY)
#define HISTORY_SIZE 2e9 /* Bytes */

/// All that is at work
typedef struct {
  const DeskSettings* settings;
  Pool* pool;
  Reporting* reporting;
  Page* page; ///< NULL without one
  Roster roster;
  LiveTableRow* rows; ///< [as many as are on the roster]
  Reload reload;
  Service service;
  Log log;
  double shown; ///< When all were, monotonic
} Desk;

static void
report_interval(void* data, const Watcher* watcher, const Interval* interval)
{
  const Desk* const desk = (const Desk*)data;
  reporting_interval(desk->reporting, watcher->name, interval, &watcher->panel);
}

static void
fill_rows(Desk* desk)
{
  for (uint32_t i = 0; i < desk->roster.n; ++i) {
    const Watcher* const watcher = desk->roster.watchers[i];
    desk->rows[i] =
        (LiveTableRow){.name = watcher->name,
                       .status = watcher->status,
                       .reading = watcher->has_newest ? watcher->newest : NULL,
                       .summary = watcher->summary,
                       .panel = &watcher->panel};
  }
}

static void
draw(Desk* desk)
{
  char title[64];
  struct winsize size = {0}; // Some terminals do not say
  ioctl(STDOUT_FILENO, TIOCGWINSZ, &size);
  snprintf(title, sizeof(title), "earmark watch: %u of %u live",
           roster_count_live(&desk->roster), desk->roster.n);
  const LiveTable table = {.view = desk->settings->view,
                           .title = title,
                           .rows = desk->rows,
                           .n_rows = desk->roster.n,
                           .messages = (const char* const*)desk->log.kept,
                           .n_messages = desk->log.n};
  live_table_draw(&table, size.ws_row ? size.ws_row : DEFAULT_LINES, stdout);
}

/// Show all, on the page, the terminal, and to those who are sent it
static void
show(Desk* desk)
{
  fill_rows(desk);
  reporting_stations(desk->reporting, desk->rows, desk->roster.n);
  front_page_show(desk->page, desk->rows, desk->roster.n, desk->reporting,
                  &desk->settings->watch.notices, desk->reload.status.is_good);
  if (desk->settings->is_table) {
    draw(desk);
  }
}

/// Returns whether there is more to come
static bool
tick(Desk* desk)
{
  front_page_obey(desk->page, desk->reporting, &desk->log);
  const bool has_more = roster_tick(&desk->roster);
  Announcer* const announcer = reporting_announcer(desk->reporting);
  if (announcer) {
    announcer_hear(announcer, roster_heard(&desk->roster));
  }
  const bool is_read = reporting_end_tick(desk->reporting);
  const double now = wall_seconds();
  if (now > desk->shown + REDRAW) {
    show(desk);
    desk->shown = now;
  }
  service_tick(&desk->service, roster_count_live(&desk->roster), desk->roster.n,
               desk->reload.status.is_good);
  return is_read && has_more;
}

/// Watch these, and no others
static bool
plan(Desk* desk,
     const StationPlan* plans,
     uint32_t n,
     RosterChanges* changes,
     Error* error)
{
  LiveTableRow* const rows =
      (LiveTableRow*)realloc(desk->rows, (n + 1u) * sizeof(LiveTableRow));
  if (!rows) {
    error_set(error, ERROR_NO_MEMORY);
    return false;
  }
  desk->rows = rows;
  return roster_plan(&desk->roster, plans, n, changes, error);
}

static void
reload(Desk* desk)
{
  Error error = {""};
  RosterChanges changes = {0};
  service_reload(&desk->service);
  const Configuration* const next = reload_begin(&desk->reload);
  if (next) {
    plan(desk, next->stations, next->n_stations, &changes, &error);
    mute_table_set_weekly(reporting_mutes(desk->reporting), next->mutes,
                          next->n_mutes);
    reload_end(&desk->reload, &error);
    log_add(&desk->log, "configuration",
            "read again; stations: %u new, %u gone, %u restarted, %u with "
            "other rules",
            changes.n_added, changes.n_removed, changes.n_restarted,
            changes.n_rules);
  }
  service_ready(&desk->service);
}

static void
loop(Desk* desk, const sigset_t* signals)
{
  const struct timespec wait = {0, (long)(TICK * 1e9)};
  while (tick(desk)) {
    const int number = sigtimedwait(signals, NULL, &wait);
    if (number == SIGHUP && desk->reload.path) {
      reload(desk);
    } else if (number > 0) {
      return;
    }
  }
}

/// Those that it waits for; all threads leave them to the main one
static void
block_signals(sigset_t* signals)
{
  sigemptyset(signals);
  sigaddset(signals, SIGINT);
  sigaddset(signals, SIGTERM);
  sigaddset(signals, SIGHUP);
  pthread_sigmask(SIG_BLOCK, signals, NULL);
  signal(SIGPIPE, SIG_IGN);
  signal(SIGCHLD, SIG_DFL); // Else nobody learns how a program has ended
}

/// What was said of it, and else what is usual
static HistorySettings
history_settings(const DeskSettings* settings)
{
  const HistoryPlan* const plan = &settings->watch.history;
  return (HistorySettings){
      .path = plan->path,
      .view = settings->view,
      .limits = {plan->interval_age > 0.0 ? plan->interval_age : INTERVAL_AGE,
                 plan->minute_age > 0.0 ? plan->minute_age : MINUTE_AGE,
                 plan->size > 0.0 ? plan->size : HISTORY_SIZE}};
}

/// All ways on which it says something.  False with a message.
static bool
start_reporting(Desk* desk, Error* error)
{
  const DeskSettings* const settings = desk->settings;
  if (settings->watch.listen) {
    desk->page =
        front_page_start(&settings->watch, settings->view, &desk->log, error);
    if (!desk->page) {
      return false;
    }
  }
  const ReportingSettings reporting = {.view = settings->view,
                                       .page = desk->page,
                                       .prints = !settings->is_table,
                                       .has_all_tags = settings->has_all_tags,
                                       .clips = settings->watch.clips,
                                       .notices = &settings->watch.notices,
                                       .weekly = settings->mutes,
                                       .n_weekly = settings->n_mutes,
                                       .history = history_settings(settings),
                                       .osc = settings->watch.osc,
                                       .log = &desk->log};
  desk->reporting = reporting_new(&reporting, error);
  return desk->reporting;
}

static bool
start(Desk* desk, Error* error)
{
  const DeskSettings* const settings = desk->settings;
  const long n_processors = sysconf(_SC_NPROCESSORS_ONLN);
  desk->pool = pool_new(n_processors < 1              ? 1u
                        : n_processors > MOST_THREADS ? MOST_THREADS
                                                      : (uint32_t)n_processors);
  if (!desk->pool) {
    error_set(error, ERROR_NO_MEMORY);
    return false;
  }
  if (!start_reporting(desk, error)) {
    return false;
  }
  Clips* const clips = reporting_clips(desk->reporting);
  desk->roster.settings = (RosterSettings){
      .share = {settings->network, settings->view, settings->memory, desk->pool,
                clips ? clips_tap : NULL, clips},
      .seconds = settings->watch.interval,
      .log = &desk->log,
      .book = reporting_book(desk->reporting),
      .output = {report_interval, desk}};
  reload_init(&desk->reload, settings->config, settings->view, &settings->watch,
              &desk->log);
  service_init(&desk->service, desk->pool);
  RosterChanges changes;
  return plan(desk, settings->stations, settings->n_stations, &changes, error);
}

/// Returns false if a source could not be read at all
static bool
finish(Desk* desk)
{
  const bool ok = roster_finish(&desk->roster);
  if (desk->reporting) {
    reporting_finish(desk->reporting);
  }
  return ok;
}

bool
desk_run(const DeskSettings* settings, Error* error)
{
  sigset_t signals;
  Desk desk = {.settings = settings};
  desk.log.stream = settings->is_table && isatty(STDERR_FILENO) ? NULL : stderr;
  block_signals(&signals);
  bool ok = start(&desk, error);
  if (ok) {
    if (settings->is_table) {
      live_table_enter(stdout);
    }
    service_ready(&desk.service);
    loop(&desk, &signals);
  }
  service_stop(&desk.service);
  ok = finish(&desk) && ok;
  if (settings->is_table) {
    live_table_leave(stdout);
  }
  pool_free(desk.pool);
  reporting_free(desk.reporting);
  reload_clear(&desk.reload);
  desk.log.on_line = NULL;
  page_stop(desk.page);
  log_clear(&desk.log);
  free(desk.rows);
  return ok;
}
