// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_PACE_H
#define EARMARK_PACE_H

#include "tools/archive/lister.h"

#include <stdbool.h>
#include <stdint.h>

/// How a thing ended
typedef enum {
  PACE_DONE,
  PACE_FAILED,
  PACE_SKIPPED, ///< A former run has done it
  PACE_PASSED   ///< No music, and nobody said that it was
} PaceEnd;

/// How many things ended how
typedef struct {
  uint64_t ended[PACE_PASSED + 1];
  double seconds; ///< Of music
} PaceCount;

/**
   How far work on many files is, on standard error: on a terminal all the time,
   elsewhere a line each minute.  Any thread.
*/
typedef struct Pace Pace;

/// With `is_shown` false, it only counts.  How much there is to do is counted
/// meanwhile, unless it comes by standard input.  NULL if memory is short.
Pace* pace_new(const ListerInput* input, bool is_shown);

/// With a last line of how it was, if it is shown; returns the count
PaceCount pace_free(Pace* pace);

/// A thing has ended; it had so many seconds of music
void pace_add(Pace* pace, PaceEnd end, double seconds);

/// Wipe the display, before something else is printed
void pace_clear(Pace* pace);

#endif
