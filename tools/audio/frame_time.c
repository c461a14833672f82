// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/audio/frame_time.h"

#include <math.h>

double
frame_time_gap(const FrameTime* time, double stamp)
{
  return time->largest_gap > 0.0 && isfinite(stamp)
             ? stamp + time->shift - time->next
             : 0.0;
}

double
frame_time_add(FrameTime* time, double stamp, double seconds)
{
  const double gap = frame_time_gap(time, stamp);
  double begin = time->next;
  if (gap < -FRAME_TIME_TOLERANCE || gap > time->largest_gap) {
    time->shift -= gap;
  } else if (gap > FRAME_TIME_TOLERANCE) {
    begin += gap;
  }
  time->next = begin + seconds;
  return begin;
}

void
frame_time_skip(FrameTime* time, double seconds)
{
  time->next += seconds;
}
