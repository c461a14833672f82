// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/watch/desk/roster.h"

#include "base/clock.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SEED 2654435769u /* Spreads the numbers of stations */

static uint32_t
next_seed(Roster* roster)
{
  return ++roster->n_started * SEED;
}

/// NULL with a message
static Watcher*
start_watcher(Roster* roster, const StationPlan* plan, Error* error)
{
  const RosterSettings* const settings = &roster->settings;
  Watcher* const watcher = (Watcher*)calloc(1, sizeof(Watcher));
  if (!watcher) {
    error_set(error, ERROR_NO_MEMORY);
    return NULL;
  }
  if (!watcher_start(watcher, plan, &settings->share, settings->seconds,
                     next_seed(roster), settings->log, settings->book, error)) {
    watcher_clear(watcher);
    free(watcher);
    return NULL;
  }
  return watcher;
}

/// Let a station go, whose thread a system may keep waiting
static void
retire(Roster* roster, Station* station)
{
  station_stop(station);
  Station** const retired = (Station**)realloc(
      roster->retired, (roster->n_retired + 1u) * sizeof(Station*));
  if (retired) { // Else it stays, as its thread may need it
    retired[roster->n_retired++] = station;
    roster->retired = retired;
  }
}

static void
free_retired(Roster* roster)
{
  uint32_t n = 0;
  for (uint32_t i = 0; i < roster->n_retired; ++i) {
    if (!station_discard(roster->retired[i])) {
      roster->retired[n++] = roster->retired[i];
    }
  }
  roster->n_retired = n;
}

/// Returns false with a message if it cannot be: then it stays as it was
static bool
change(Roster* roster,
       Watcher* watcher,
       const StationPlan* plan,
       RosterChanges* changes,
       Error* error)
{
  const RosterSettings* const settings = &roster->settings;
  const bool has_other_rules =
      !alarm_panel_has(&watcher->panel, plan->rules, plan->n_rules);
  const bool has_other_source = !station_settings_equal(
      station_settings(watcher->station), &plan->settings);
  Station* fresh = NULL;
  if (has_other_source) {
    fresh = station_start(&plan->settings, &settings->share, next_seed(roster),
                          error);
    if (!fresh) {
      return false;
    }
    retire(roster, watcher_turn_to(watcher, fresh, &settings->output));
  }
  if (has_other_rules && !alarm_panel_replan(&watcher->panel, plan->rules,
                                             plan->n_rules, wall_seconds())) {
    error_set(error, ERROR_NO_MEMORY);
    return false;
  }
  event_book_begin(settings->book, watcher->name, &watcher->panel);
  changes->n_restarted += has_other_source;
  changes->n_rules += has_other_rules && !has_other_source;
  return true;
}

/// Its alarms are over, and what there is of its interval is said
static void
dismiss(Roster* roster, Watcher* watcher)
{
  alarm_panel_replan(&watcher->panel, NULL, 0, wall_seconds());
  event_book_end(roster->settings.book, watcher->name);
  Station* const station =
      watcher_turn_to(watcher, NULL, &roster->settings.output);
  watcher_clear(watcher);
  free(watcher);
  retire(roster, station);
}

/// The watcher of that name, which is then the caller's, or NULL
static Watcher*
take(Roster* roster, const char* name)
{
  for (uint32_t i = 0; i < roster->n; ++i) {
    Watcher* const watcher = roster->watchers[i];
    if (watcher && !strcmp(watcher->name, name)) {
      roster->watchers[i] = NULL;
      return watcher;
    }
  }
  return NULL;
}

/// Events of stations that are not on the roster end
static void
end_strangers(const Roster* roster)
{
  EventBook* const book = roster->settings.book;
  for (uint32_t i = 0; i < event_book_n(book); ++i) {
    const Event* const event = event_book_at(book, i);
    bool is_known = !event->station[0] || !event_is_firing(event);
    for (uint32_t k = 0; !is_known && k < roster->n; ++k) {
      is_known = !strcmp(roster->watchers[k]->name, event->station);
    }
    if (!is_known) {
      event_book_end(book, event->station);
    }
  }
}

bool
roster_plan(Roster* roster,
            const StationPlan* plans,
            uint32_t n,
            RosterChanges* changes,
            Error* error)
{
  bool ok = true;
  uint32_t n_after = 0;
  Watcher** const after = (Watcher**)calloc(n + 1u, sizeof(Watcher*));
  *changes = (RosterChanges){0};
  if (!after) {
    error_set(error, ERROR_NO_MEMORY);
    return false;
  }
  for (uint32_t i = 0; i < n; ++i) {
    Watcher* watcher = take(roster, plans[i].settings.name);
    if (watcher) {
      ok = change(roster, watcher, &plans[i], changes, error) && ok;
    } else if ((watcher = start_watcher(roster, &plans[i], error))) {
      ++changes->n_added;
    } else {
      ok = false;
      continue;
    }
    after[n_after++] = watcher;
  }
  for (uint32_t i = 0; i < roster->n; ++i) {
    if (roster->watchers[i]) {
      dismiss(roster, roster->watchers[i]);
      ++changes->n_removed;
    }
  }
  free(roster->watchers);
  roster->watchers = after;
  roster->n = n_after;
  end_strangers(roster);
  return ok;
}

bool
roster_tick(Roster* roster)
{
  bool has_more = false;
  for (uint32_t i = 0; i < roster->n; ++i) {
    watcher_tick(roster->watchers[i], &roster->settings.output);
    has_more = has_more || !roster->watchers[i]->is_done;
  }
  free_retired(roster);
  return has_more;
}

uint32_t
roster_count_live(const Roster* roster)
{
  uint32_t n = 0;
  for (uint32_t i = 0; i < roster->n; ++i) {
    n += roster->watchers[i]->status.state == SOURCE_LIVE;
  }
  return n;
}

double
roster_heard(const Roster* roster)
{
  double heard = 0.0;
  for (uint32_t i = 0; i < roster->n; ++i) {
    const Watcher* const watcher = roster->watchers[i];
    if (watcher->has_newest) {
      heard = fmax(heard, watcher->newest->end);
    }
  }
  return heard;
}

bool
roster_finish(Roster* roster)
{
  bool ok = true;
  for (uint32_t i = 0; i < roster->n; ++i) {
    const Watcher* const watcher = roster->watchers[i];
    station_stop(watcher->station);
    ok = ok && (watcher->status.state != SOURCE_ENDED ||
                watcher->status.reason == SOURCE_REASON_ENDED);
  }
  for (uint32_t i = 0; i < roster->n; ++i) {
    watcher_finish(roster->watchers[i], &roster->settings.output);
    watcher_clear(roster->watchers[i]);
    free(roster->watchers[i]);
  }
  free_retired(roster); // What is left stays with its thread
  free(roster->retired);
  free(roster->watchers);
  *roster = (Roster){.settings = roster->settings};
  return ok;
}
