// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// What is told is in the file, as intervals, minutes and events, also where the
// program was killed

#define _POSIX_C_SOURCE 200809L
#undef NDEBUG

#include "tests/support/run.h"
#include "tests/unit/tools/watch/history/history_trial.h"

/// After a run that was killed
static void
test_minutes_again(double noon)
{
  WatchHistory* const history = begin();
  add(history, "one", 0, noon + 95.0, "B"); // In the minute that was begun
  add(history, "one", 1, noon + 125.0, "B");
  watch_history_commit(history);
  expect("SELECT count(*) FROM title", 2.0);
  expect("SELECT max(ended_at) FROM title", noon + 130.0);
  expect("SELECT sum(live_seconds) FROM minute WHERE began_at = 1800000060",
         35.0);
  expect("SELECT count(DISTINCT run) FROM interval", 2.0);
  add(history, "one", 2, noon - 3600.0, "B"); // The clock was set back
  watch_history_commit(history);
  expect("SELECT count(*) FROM minute WHERE station = 1", 4.0);
  expect("SELECT count(*) FROM run WHERE ended_at IS NULL", 2.0);
  watch_history_close(history);
  expect("SELECT count(*) FROM run WHERE ended_at IS NULL", 1.0);
}

/// Intervals become minutes; a run that is killed loses nothing
static void
test_minutes(void)
{
  const double noon = 1.8e9;
  WatchHistory* history = begin();
  for (uint64_t i = 0; i < 18; ++i) { // A minute and a half
    add(history, "one", i, noon + 5.0 * (double)i, i < 6 ? "A" : "B");
    add(history, "two", i, noon + 5.0 * (double)i, i < 6 ? "" : "!");
    watch_history_commit(history);
    expect("SELECT count(*) FROM interval", 2.0 * (double)(i + 1));
  }
  expect("SELECT count(*) FROM minute", 2.0);
  expect("SELECT live_seconds FROM minute WHERE station = 1", 60.0);
  expect("SELECT live_seconds FROM minute WHERE station = 2", 30.0);
  expect("SELECT down_seconds FROM minute WHERE station = 2", 30.0);
  expect("SELECT music FROM minute WHERE station = 1", 1.0);
  expect("SELECT lufs_short_term_min FROM minute WHERE station = 1", -30.0);
  expect("SELECT lufs_short_term_max FROM minute WHERE station = 1", -20.0);
  expect("SELECT lufs_short_term FROM minute WHERE station = 1",
         10.0 * log10((0.01 + 0.001) / 2.0));
  expect("SELECT hex(tags) = 'FF0080' FROM minute WHERE station = 1", 1.0);
  expect("SELECT count(*) FROM title", 2.0);
  expect("SELECT ended_at FROM title WHERE text = 'A'", noon + 30.0);
  expect("SELECT ended_at FROM title WHERE text = 'B'", noon + 90.0);
  expect("SELECT auto_vacuum FROM pragma_auto_vacuum", 2.0);

  test_minutes_again(noon);
  watch_history_close(history);
  clear();
}
static void
ignore(void* data, const Event* event, EventChange change)
{
  (void)data;
  (void)event;
  (void)change;
}

static void
test_events(void)
{
  WatchHistory* history = begin();
  Event over = event_at(1.8e9);
  Event fires = event_at(1.8e9 + 60.0);
  watch_history_event(history, &over);
  watch_history_event(history, &fires);
  watch_history_commit(history);
  over.ended_at = 1.8e9 + 30.0;
  fires.proven_at = 1.8e9 + 90.0;
  fires.measure = MEASURE_SILENCE;
  fires.is_acknowledged = true;
  snprintf(fires.clip, sizeof(fires.clip), "x.ogg");
  watch_history_event(history, &over);
  watch_history_event(history, &fires);
  watch_history_commit(history);

  WatchHistory* const killed = history;
  EventBook* const book = event_book_new(ignore, NULL);
  history = begin();
  assert(book && watch_history_load(history, book) && event_book_n(book) == 1);
  const Event* const found = event_book_at(book, 0);
  assert(!strcmp(found->id, fires.id) && !strcmp(found->station, "one"));
  assert(!strcmp(found->rule, "silence") && found->measure == MEASURE_SILENCE);
  assert(fabs(found->proven_at - fires.proven_at) < 1e-3);
  assert(isnan(found->ended_at) && fabs(found->value + 70.0) < 1e-9);
  assert(found->is_acknowledged && !strcmp(found->clip, "x.ogg"));
  event_book_free(book);
  watch_history_close(history);
  watch_history_close(killed);
  clear();
}

/// Another room's table
static bool
write_other(void* data, Database* database)
{
  const int* const state = (const int*)data;
  return database_run(database, "UPDATE station SET summed = summed + ?", "i",
                      (int64_t)1) &&
         *state == 0;
}

static void
end_other(void* data, bool is_kept)
{
  assert(is_kept == (*(const int*)data == 0));
}

/// All of a tick, or nothing
static void
test_writers(void)
{
  WatchHistory* const history = begin();
  int state = 0;
  const HistoryWriter writer = {write_other, end_other, &state};
  add(history, "one", 0, 1.8e9, "A");
  watch_history_commit(history);
  assert(watch_history_add_writer(history, &writer));
  watch_history_commit(history);
  const double before = look("SELECT summed FROM station");
  state = 1;
  add(history, "one", 1, 1.8e9 + 5.0, "A");
  watch_history_commit(history);
  assert(watch_history_status(history)->state != DATABASE_OK);
  expect("SELECT count(*) FROM interval", 1.0);
  expect("SELECT summed FROM station", before);
  state = 0;
  sleep_seconds(PAUSE);
  watch_history_commit(history);
  expect("SELECT count(*) FROM interval", 2.0);
  expect("SELECT summed FROM station", before + 1.0);
  watch_history_close(history);
  clear();
}

int
main(void)
{
  close(mkstemp(path));
  clear();
  RUN(test_minutes());
  RUN(test_events());
  RUN(test_writers());
  return 0;
}
