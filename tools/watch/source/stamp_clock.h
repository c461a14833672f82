// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_STAMP_CLOCK_H
#define EARMARK_STAMP_CLOCK_H

#include <stdbool.h>

/**
   When the audio of a source was, though servers send seconds of the past at
   each connect, networks stop and go, and no two clocks agree.

   All times are seconds of one monotonic clock.  Stamps never lie in the future
   but for a tolerance, and never overlap.  What comes in a burst is of the
   past: it is not to be heard, as it may have been heard before.  Where the
   sender's clock drifts, stamps follow by a thousandth of their speed.
*/
typedef struct {
  double base;      ///< Stamp of the connection's first sample
  double position;  ///< Seconds of audio since then
  double next;      ///< Where the last audio that was heard ends
  double connected; ///< When the connection began to give audio
  double least_lag; ///< Of the audio since `window`
  double window;    ///< Position where that began
  bool is_connected;
} StampClock;

/// A new connection: its audio begins now
void stamp_clock_connect(StampClock* clock);

/**
   Place the next `seconds` of audio, which came at `now`.  False if they are
   not to be heard; else `*begin` and `*end` are their stamps.
*/
bool stamp_clock_place(
    StampClock* clock, double seconds, double now, double* begin, double* end);

/// For a source that can be read as fast as one likes: how long to wait before
/// the audio that ends `seconds` further on may be heard
double stamp_clock_wait(const StampClock* clock, double seconds, double now);

#endif
