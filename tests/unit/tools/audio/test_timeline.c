// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// Time stamps become the file's time: gaps jump, jitter and jumps back do not

#undef NDEBUG

#include "tools/audio/frame_time.h"
#include "tools/audio/timeline.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>

static bool
is_near(double a, double b)
{
  return fabs(a - b) < 1e-9;
}

static void
test_stamps(void)
{
  FrameTime time = {.largest_gap = 60.0};
  assert(is_near(frame_time_add(&time, 0.0, 1.0), 0.0));
  assert(is_near(frame_time_add(&time, 1.02, 1.0), 1.0)); // Jitter
  assert(is_near(frame_time_add(&time, 1.98, 1.0), 2.0));
  assert(is_near(frame_time_add(&time, (double)NAN, 1.0), 3.0));
  assert(is_near(frame_time_add(&time, 9.0, 1.0), 9.0));    // A gap
  assert(is_near(frame_time_add(&time, 2.0, 1.0), 10.0));   // Anew
  assert(is_near(frame_time_add(&time, 3.0, 1.0), 11.0));   // From there on
  assert(is_near(frame_time_add(&time, 5.0, 1.0), 13.0));   // With a gap
  assert(is_near(frame_time_add(&time, 500.0, 1.0), 14.0)); // Too far
  assert(is_near(frame_time_add(&time, 501.5, 1.0), 15.5));
  frame_time_skip(&time, 0.5);
  assert(is_near(frame_time_add(&time, 503.0, 1.0), 17.0));
  assert(is_near(frame_time_gap(&time, 504.25), 0.25));
}

static void
test_no_stamps(void)
{
  FrameTime time = {.largest_gap = 0.0};
  assert(is_near(frame_time_add(&time, 100.0, 2.0), 0.0));
  assert(is_near(frame_time_gap(&time, 100.0), 0.0));
  assert(is_near(frame_time_add(&time, 7.0, 2.0), 2.0));
}

static void
test_timeline(void)
{
  Timeline timeline = {NULL, 0, 0};
  assert(is_near(timeline_at(&timeline, 3.5), 3.5));
  timeline_mark(&timeline, 0.0, 0.0);
  timeline_mark(&timeline, 1.0, 1.0);
  assert(timeline.n == 0); // All as it is without marks
  timeline_mark(&timeline, 2.0, 12.0);
  timeline_mark(&timeline, 3.0, 13.0);
  timeline_mark(&timeline, 4.0, 15.0);
  assert(timeline.n == 2);
  assert(is_near(timeline_at(&timeline, 1.5), 1.5));
  assert(is_near(timeline_at(&timeline, 2.0), 12.0));
  assert(is_near(timeline_at(&timeline, 3.9), 13.9));
  assert(is_near(timeline_at(&timeline, 100.0), 111.0));
  assert(is_near(timeline_before(&timeline, 0), 2.0));
  assert(is_near(timeline_before(&timeline, 1), 14.0));
  timeline_clear(&timeline);
  assert(timeline.n == 0 && !timeline.marks);
}

static void
test_many_marks(void)
{
  Timeline timeline = {NULL, 0, 0};
  for (int i = 1; i <= 1000; ++i) {
    timeline_mark(&timeline, i, 2.0 * i);
  }
  assert(timeline.n == 1000);
  for (int i = 1; i <= 1000; ++i) {
    assert(is_near(timeline_at(&timeline, i), 2.0 * i));
    assert(is_near(timeline_at(&timeline, i + 0.5), 2.0 * i + 0.5));
  }
  timeline_clear(&timeline);
}

int
main(void)
{
  test_stamps();
  test_no_stamps();
  test_timeline();
  test_many_marks();
  return 0;
}
