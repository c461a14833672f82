// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_PROGRESS_H
#define EARMARK_PROGRESS_H

/// How far a file is, shown on standard error if that is a terminal
typedef struct {
  const char* path;
  int shown; ///< The percentage or second on display; -1 for none
} Progress;

/// Show the percentage of `length`, or `time` where that is 0, unknown.  In
/// seconds, or any other unit where there is a length.
void progress_show(Progress* progress, double time, double length);

/// Wipe the display
void progress_clear(Progress* progress);

#endif
