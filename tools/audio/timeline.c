// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/audio/timeline.h"

#include "base/array.h"

#include <stdlib.h>

#define LEAST_JUMP 1e-3 /* Seconds; less is rounding */

void
timeline_mark(Timeline* timeline, double heard, double time)
{
  if (time - timeline_at(timeline, heard) < LEAST_JUMP) {
    return;
  }
  TimelineMark* const marks = (TimelineMark*)array_grow(
      timeline->marks, timeline->n, &timeline->room, sizeof(TimelineMark));
  if (!marks) {
    return;
  }
  timeline->marks = marks;
  timeline->marks[timeline->n++] = (TimelineMark){heard, time};
}

/// `heard`, with only the first `n` marks
static double
time_after(const Timeline* timeline, size_t n, double heard)
{
  const TimelineMark mark =
      n ? timeline->marks[n - 1] : (TimelineMark){0.0, 0.0};
  return mark.time + (heard - mark.heard);
}

double
timeline_before(const Timeline* timeline, size_t mark)
{
  return time_after(timeline, mark, timeline->marks[mark].heard);
}

double
timeline_at(const Timeline* timeline, double heard)
{
  size_t low = 0; // Marks before it are not later than `heard`
  size_t high = timeline->n;
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (timeline->marks[middle].heard <= heard) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return time_after(timeline, low, heard);
}

void
timeline_clear(Timeline* timeline)
{
  free(timeline->marks);
  *timeline = (Timeline){NULL, 0, 0};
}
