// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// Stamps never overlap, never lie in the future, follow drifting clocks, and
// what a server sends in a burst is not heard

#undef NDEBUG

#include "tools/watch/source/stamp_clock.h"

#include "tests/support/run.h"

#include <assert.h>
#include <math.h>

#define BLOCK 0.026

/// What became of some audio
typedef struct {
  double heard; ///< Seconds
  double last;  ///< Stamp of its end
} Result;

/// `seconds` of audio from `now` on, each second of which takes `pace` seconds
/// to come
static Result
play(StampClock* clock, double seconds, double* now, double pace)
{
  Result result = {0.0, clock->next};
  const int n_blocks = (int)ceil(seconds / BLOCK);
  for (int i = 0; i < n_blocks; ++i) {
    double begin = 0.0;
    double end = 0.0;
    *now += BLOCK * pace;
    if (stamp_clock_place(clock, BLOCK, *now, &begin, &end)) {
      assert(begin >= result.last && end > begin);
      assert(end <= *now + 1.1);
      result.heard += BLOCK;
      result.last = end;
    }
  }
  return result;
}

static void
test_steady(void)
{
  StampClock clock = {0};
  double now = 1000.0;
  const Result result = play(&clock, 100.0, &now, 1.0);
  assert(result.heard > 99.97);
  assert(fabs(result.last - now) < 0.01);
}

static void
test_bursts(void)
{
  StampClock clock = {0};
  double now = 1000.0;
  play(&clock, 60.0, &now, 1.0);
  for (int i = 0; i < 20; ++i) {
    now += 2.0; // The outage
    stamp_clock_connect(&clock);
    const Result burst = play(&clock, 20.0, &now, 0.001);
    assert(burst.heard < 0.1);
    const Result rest = play(&clock, 30.0, &now, 1.0);
    assert(rest.heard > 29.9);
    assert(fabs(rest.last - now) < 0.1);
  }
}

/// A burst in the middle of a connection, as relays send it
static void
test_late_burst(void)
{
  StampClock clock = {0};
  double now = 1000.0;
  play(&clock, 60.0, &now, 1.0);
  const Result burst = play(&clock, 20.0, &now, 0.001);
  assert(burst.heard < 1.2);
  const Result rest = play(&clock, 30.0, &now, 1.0);
  assert(rest.heard > 27.0);
}

/// What comes late and then all at once is new
static void
test_backlog(void)
{
  StampClock clock = {0};
  double now = 1000.0;
  play(&clock, 60.0, &now, 1.0);
  now += 8.0;
  const Result backlog = play(&clock, 8.0, &now, 0.001);
  assert(backlog.heard > 7.97);
  assert(fabs(backlog.last - now) < 0.1);
}

static void
test_drift(void)
{
  StampClock clock = {0};
  double now = 1000.0;
  const double drifts[] = {1.0002, 0.9998};
  for (int i = 0; i < 2; ++i) {
    const Result result = play(&clock, 36000.0, &now, drifts[i]);
    assert(result.heard > 35999.9);
    assert(fabs(result.last - now) < 0.2);
  }
}

/// Where much time was lost, stamps jump
static void
test_lost(void)
{
  StampClock clock = {0};
  double now = 1000.0;
  play(&clock, 30.0, &now, 1.0);
  now += 100.0;
  const Result result = play(&clock, 60.0, &now, 1.0);
  assert(result.heard > 59.9);
  assert(fabs(result.last - now) < 0.1);
}

static void
test_waits(void)
{
  StampClock clock = {0};
  double now = 1000.0;
  double begin = 0.0;
  double end = 0.0;
  assert(stamp_clock_wait(&clock, 5.0, now) <= 0.0);
  assert(stamp_clock_place(&clock, BLOCK, now, &begin, &end));
  assert(fabs(stamp_clock_wait(&clock, 0.5, now) - 0.5) < 1e-9);
}

int
main(void)
{
  RUN(test_steady());
  RUN(test_bursts());
  RUN(test_late_burst());
  RUN(test_backlog());
  RUN(test_drift());
  RUN(test_lost());
  RUN(test_waits());
  return 0;
}
