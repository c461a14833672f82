// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/watch/desk/watcher.h"

#include "base/clock.h"
#include "model/view.h"

#include <stdlib.h>
#include <string.h>

#define FOLLOWED 1.0 /* Seconds from one look at events to the next */

/// An alarm, for people
static void
log_alarm(const Watcher* watcher, const Alarm* alarm, AlarmChange change)
{
  const MeasureTraits* const traits = measure_traits(alarm->rule->measure);
  const char* const name = alarm->rule->name;
  if (change == ALARM_CLEARED) {
    log_add(watcher->log, watcher->name, "%s is over", name);
  } else if (traits->has_limit) {
    log_add(watcher->log, watcher->name,
            "%s fires: %.4g, limit %.4g%s%s, for %g s", name, alarm->value,
            alarm->rule->raise, *traits->unit ? " " : "", traits->unit,
            alarm->rule->raise_for);
  } else {
    log_add(watcher->log, watcher->name, "%s fires: for %g s", name,
            alarm->rule->raise_for);
  }
}

static void
on_alarm(void* data, const Alarm* alarm, AlarmChange change, double stamp)
{
  const Watcher* const watcher = (const Watcher*)data;
  log_alarm(watcher, alarm, change);
  event_book_change(watcher->book, watcher->name, alarm, change, stamp);
}

bool
watcher_start(Watcher* watcher,
              const StationPlan* plan,
              const StationShare* share,
              double seconds,
              uint32_t seed,
              Log* log,
              EventBook* book,
              Error* error)
{
  *watcher = (Watcher){.newest = reading_new(view_values(share->view)),
                       .summary = summary_new(share->view),
                       .name = plan->settings.name,
                       .log = log,
                       .book = book};
  if (!watcher->newest || !watcher->summary ||
      !interval_maker_init(&watcher->maker, seconds, share->view) ||
      !alarm_panel_init(&watcher->panel, share->view, plan->rules,
                        plan->n_rules)) {
    error_set(error, ERROR_NO_MEMORY);
    return false;
  }
  watcher->panel.on_change = on_alarm;
  watcher->panel.data = watcher;
  event_book_begin(book, watcher->name, &watcher->panel);
  watcher->station = station_start(&plan->settings, share, seed, error);
  watcher->name = watcher->station ? station_settings(watcher->station)->name
                                   : plan->settings.name;
  return watcher->station;
}

void
watcher_clear(Watcher* watcher)
{
  station_free(watcher->station);
  alarm_panel_clear(&watcher->panel);
  interval_maker_clear(&watcher->maker);
  free(watcher->newest);
  summary_free(watcher->summary);
  *watcher = (Watcher){0};
}

static void
say(const Watcher* watcher,
    const WatcherOutput* output,
    const Interval* interval)
{
  if (interval) {
    output->on_interval(output->data, watcher, interval);
  }
}

static void
log_status(Watcher* watcher, const SourceStatus* status)
{
  const char* const reason = source_reason_text(status->reason);
  if (status->state != watcher->status.state ||
      status->reason != watcher->status.reason) {
    log_add(watcher->log, watcher->name, "%s%s%s",
            source_state_name(status->state), *reason ? ": " : "", reason);
  }
  watcher->status = *status;
}

static void
take_moments(Watcher* watcher, const WatcherOutput* output)
{
  IntervalMaker* const maker = &watcher->maker;
  for (Reading* moment = NULL; (moment = station_take(watcher->station));) {
    say(watcher, output, interval_maker_break(maker, moment));
    alarm_panel_hear(&watcher->panel, moment);
    say(watcher, output, interval_maker_add(maker, moment));
    free(watcher->newest);
    watcher->newest = moment;
    summary_update(watcher->summary, moment->tags, SUMMARY_HYSTERESIS);
    watcher->has_newest = true;
  }
}

Station*
watcher_turn_to(Watcher* watcher, Station* station, const WatcherOutput* output)
{
  Station* const before = watcher->station;
  take_moments(watcher, output);
  say(watcher, output, interval_maker_end(&watcher->maker));
  watcher->station = station;
  watcher->name = station ? station_settings(station)->name : NULL;
  watcher->has_newest = false;
  watcher->is_done = false;
  return before;
}

static void
follow_events(Watcher* watcher)
{
  const double now = wall_seconds();
  if (now < watcher->followed + FOLLOWED) {
    return;
  }
  watcher->followed = now;
  for (uint32_t i = 0; i < watcher->panel.n; ++i) {
    event_book_follow(watcher->book, watcher->name, &watcher->panel.alarms[i],
                      now);
  }
}

void
watcher_tick(Watcher* watcher, const WatcherOutput* output)
{
  if (watcher->is_done) {
    return;
  }
  const SourceStatus status = station_status(watcher->station);
  const bool is_quiet = station_is_quiet(watcher->station, status.state);
  log_status(watcher, &status);
  alarm_panel_look(&watcher->panel, status.state, wall_seconds());
  if (status.state != SOURCE_LIVE) {
    station_flush(watcher->station);
    watcher->has_newest = false;
    summary_reset(watcher->summary);
  }
  take_moments(watcher, output);
  follow_events(watcher);
  if (status.state == SOURCE_LIVE || !is_quiet) {
    return;
  }
  say(watcher, output, interval_maker_end(&watcher->maker));
  watcher->is_done = status.state == SOURCE_ENDED;
  if (watcher->is_done) {
    event_book_end(watcher->book, watcher->name);
  } else {
    say(watcher, output,
        interval_maker_idle(&watcher->maker, &status, wall_seconds()));
  }
}

void
watcher_finish(Watcher* watcher, const WatcherOutput* output)
{
  if (!station_finish(watcher->station)) {
    watcher->station = NULL; // It stays with its thread
    return;
  }
  take_moments(watcher, output);
  say(watcher, output, interval_maker_end(&watcher->maker));
}
