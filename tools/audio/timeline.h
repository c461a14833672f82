// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_TIMELINE_H
#define EARMARK_TIMELINE_H

#include <stddef.h>

/// From here on, sound and file go on together
typedef struct {
  double heard; ///< Seconds of sound before it
  double time;  ///< Seconds in the file
} TimelineMark;

/**
   Where sound lies in its file: the engine counts seconds of sound, and a track
   may begin late or have gaps.  All zeros is a file without either.
*/
typedef struct {
  TimelineMark* marks; ///< [n], both members rising; owned
  size_t n;
  size_t room;
} Timeline;

/// Note that the sound behind the first `heard` seconds is at `time`; neither
/// is less than in calls before.  Without memory, time goes on without a jump.
void timeline_mark(Timeline* timeline, double heard, double time);

/// The file's time of what comes behind the first `heard` seconds
double timeline_at(const Timeline* timeline, double heard);

/// When the sound before a mark ends, in seconds of the file
double timeline_before(const Timeline* timeline, size_t mark);

void timeline_clear(Timeline* timeline);

#endif
