// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/desk/keeper.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

bool
keeper_open(Keeper* keeper,
            const HistorySettings* settings,
            EventBook* book,
            Log* log,
            Error* error)
{
  Error reason = {""};
  keeper->book = book;
  keeper->log = log;
  if (!settings->path) {
    return true;
  }
  keeper->history = watch_history_open(settings, &reason);
  if (!keeper->history) {
    error_set(error, "%s: %s", settings->path, reason.text);
    return false;
  }
  watch_history_load(keeper->history, book);
  event_book_end(book, ""); // Of the program, which is another now
  return true;
}

void
keeper_close(Keeper* keeper)
{
  watch_history_close(keeper->history);
  keeper->history = NULL;
}

void
keeper_interval(Keeper* keeper, const char* station, const Interval* interval)
{
  if (!keeper->history) {
    return;
  }
  watch_history_interval(keeper->history, station, interval);
  // Until when its events were seen to hold
  const uint32_t n = event_book_n(keeper->book);
  for (uint32_t i = 0; i < n; ++i) {
    const Event* const event = event_book_at(keeper->book, i);
    if (event_is_firing(event) && !strcmp(event->station, station)) {
      watch_history_event(keeper->history, event);
    }
  }
}

void
keeper_event(Keeper* keeper, const Event* event)
{
  if (keeper->history) {
    watch_history_event(keeper->history, event);
  }
}

static void
say(const Keeper* keeper, DatabaseState state, bool is_firing)
{
  char rule[32];
  if (state != DATABASE_OK) {
    snprintf(rule, sizeof(rule), "history-%s", database_state_name(state));
    event_book_say(keeper->book, "", rule, is_firing, (double)NAN, (double)NAN);
  }
}

void
keeper_end_tick(Keeper* keeper)
{
  if (!keeper->history) {
    return;
  }
  watch_history_commit(keeper->history);
  const HistoryStatus* const status = watch_history_status(keeper->history);
  if (status->state == keeper->said) {
    return;
  }
  say(keeper, keeper->said, false);
  say(keeper, status->state, true);
  keeper->said = status->state;
  if (status->state != DATABASE_OK) {
    log_add(keeper->log, "history", "it pauses: %s", status->message);
  } else {
    log_add(keeper->log, "history",
            "it goes on; intervals that were lost: %llu",
            (unsigned long long)status->n_lost);
    watch_history_commit(keeper->history); // What was just said
  }
}
