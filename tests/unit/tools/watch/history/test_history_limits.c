// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// A year at speed: the history keeps to its limits of age and size, and its
// file shrinks.  With a number as argument, that is the length of an interval
// in seconds (300).

#define _POSIX_C_SOURCE 200809L
#undef NDEBUG

#include "tests/support/run.h"
#include "tests/unit/tools/watch/history/history_trial.h"

#define DAY 86400.0
#define YEAR (366.0 * DAY)
#define BEGIN 1.8e9
#define STEPS 20 /* Intervals of a tick */

static double length = 300.0; /* Seconds of an interval */

/// Intervals from one time to another; returns the most bytes that it took
static double
play(WatchHistory* history, double from, double to)
{
  double most = 0.0;
  const uint64_t whole = (uint64_t)ceil((to - from) / length);
  for (uint64_t n = 0; n < whole;) {
    add(history, "one", n, from + length * (double)n, n % 100 < 50 ? "A" : "B");
    if (++n % STEPS == 0) {
      watch_history_commit(history);
    }
    if (n % (100 * STEPS) == 0) {
      most = fmax(most, watch_history_status(history)->bytes);
      assert(watch_history_status(history)->state == DATABASE_OK);
    }
  }
  watch_history_commit(history);
  return most;
}

static void
test_age(void)
{
  limits = (HistoryLimits){7.0 * DAY, 100.0 * DAY, 1e12};
  WatchHistory* const history = begin();
  Event event = event_at(BEGIN);
  event.ended_at = BEGIN + 1.0;
  watch_history_event(history, &event);
  event = event_at(BEGIN + 1.0); // One that fires
  watch_history_event(history, &event);
  play(history, BEGIN, BEGIN + YEAR);
  const double oldest = look("SELECT min(began_at) FROM interval");
  const double minute = look("SELECT min(began_at) FROM minute");
  const double title = look("SELECT min(ended_at) FROM title");
  assert(fabs(oldest - BEGIN - YEAR + 7.0 * DAY) < 0.1 * DAY);
  assert(fabs(minute - BEGIN - YEAR + 100.0 * DAY) < DAY);
  assert(fabs(title - BEGIN - YEAR + 100.0 * DAY) < DAY);
  expect("SELECT count(*) FROM event", 1.0);
  expect("SELECT count(*) > 90 * 100 FROM minute", 1.0);
  watch_history_close(history);
  clear();
}

/// What it takes stays below the limit, but fills it
static void
test_size(void)
{
  const double size = length > 100.0 ? 10e6 : 50e6;
  limits = (HistoryLimits){YEAR, YEAR, size};
  WatchHistory* history = begin();
  const double most = play(history, BEGIN, BEGIN + YEAR);
  const double bytes = watch_history_status(history)->bytes;
  printf("limit %.1f MB: at most %.2f MB, at last %.2f MB\n", size / 1e6,
         most / 1e6, bytes / 1e6);
  assert(most < 1.1 * size && bytes > 0.9 * size);
  const double intervals = look("SELECT count(*) FROM interval");
  const double minutes = look("SELECT count(*) FROM minute");
  assert(intervals > 0.5 * minutes && minutes > 0.5 * intervals);
  watch_history_close(history);

  limits.size = size / 2.0;
  history = begin();
  play(history, BEGIN + YEAR, BEGIN + YEAR + 10000.0 * length);
  const double after = watch_history_status(history)->bytes;
  printf("limit %.1f MB: at last %.2f MB\n", limits.size / 1e6, after / 1e6);
  assert(after < 1.1 * limits.size && after > 0.8 * limits.size);
  watch_history_close(history);
  clear();
}

/// A clock that was years ahead for a while leaves nothing behind
static void
test_clock(void)
{
  limits = (HistoryLimits){DAY, DAY, 1e12};
  WatchHistory* const history = begin();
  play(history, BEGIN + 10.0 * YEAR, BEGIN + 10.0 * YEAR + 100.0 * length);
  play(history, BEGIN, BEGIN + 300.0 * length);
  expect("SELECT count(*) FROM interval WHERE began_at > 2e9", 0.0);
  expect("SELECT count(*) > 100 FROM interval", 1.0);
  watch_history_close(history);
  clear();
}

int
main(int argc, char** argv)
{
  length = argc > 1 ? strtod(argv[1], NULL) : length;
  close(mkstemp(path));
  clear();
  RUN(test_age());
  RUN(test_size());
  RUN(test_clock());
  return 0;
}
