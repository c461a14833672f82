// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_FRAME_TIME_H
#define EARMARK_FRAME_TIME_H

/// How far a time stamp may be off without meaning anything, in seconds: more
/// than stamps are rounded by, less than one hears
#define FRAME_TIME_TOLERANCE 0.05

/**
   When the frames of a stream are, by their time stamps: a stamp later than
   where the frames before it end is a gap, and time jumps ahead.  Time never
   runs back: where stamps do, or jump too far to be believed, they count from
   there on anew.
*/
typedef struct {
  double largest_gap; ///< Seconds; 0 to ignore all stamps
  double shift;       ///< From a stamp to the file's time
  double next;        ///< When the next frame is, if nothing lies between
} FrameTime;

/// How much later a stamp (or NAN) is than where the frames before it end
double frame_time_gap(const FrameTime* time, double stamp);

/// A frame of `seconds`, stamped with `stamp` or NAN: returns when it begins,
/// in seconds of the file
double frame_time_add(FrameTime* time, double stamp, double seconds);

/// There should have been so many seconds more
void frame_time_skip(FrameTime* time, double seconds);

#endif
