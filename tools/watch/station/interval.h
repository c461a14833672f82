// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_INTERVAL_H
#define EARMARK_INTERVAL_H

#include "engine/summary.h"
#include "tools/watch/meter/reading.h"
#include "tools/watch/source/source.h"
#include "tools/watch/station/station.h"

#include <stdbool.h>
#include <stdint.h>

/// What is said of a station at regular times
typedef struct {
  uint64_t sequence; ///< Of the station, from 0
  double begin;      ///< Stamp
  double end;        ///< Stamp
  double lag;        ///< Seconds from its end until now; NaN without audio
  SourceStatus status;
  const Reading* reading; ///< NULL without audio; the maker's
  const Summary* summary; ///< What is worth saying of it; the maker's
} Interval;

/**
   Makes intervals of moments: of audio while there is some, and of the clock
   while there is none.  They never overlap, and hold audio of one connection.
*/
typedef struct {
  double seconds;    ///< Length of a whole one
  uint64_t sequence; ///< Of the next
  double idle_since; ///< Stamp when the last one ended, without audio
  double last_end;   ///< Stamp where the last moment ended
  double live_since; ///< Stamp since when moments follow one another
  Reading* sum;      ///< What the next has so far; owned
  Reading* last;     ///< What the last one had; owned
  Summary* summary;  ///< Of the last one; owned
  Interval made;
} IntervalMaker;

/// False if memory is short
bool
interval_maker_init(IntervalMaker* maker, double seconds, const View* view);

void interval_maker_clear(IntervalMaker* maker);

/// Before a moment is added: the interval that ends before it, or NULL
const Interval* interval_maker_break(IntervalMaker* maker,
                                     const Reading* moment);

/// Add a moment; returns the interval that it completes, or NULL.  What is
/// returned is valid until the next call of any.
const Interval* interval_maker_add(IntervalMaker* maker, const Reading* moment);

/// After interval_maker_end(), where there is no more audio for now: the
/// interval that is due all the same, or NULL
const Interval* interval_maker_idle(IntervalMaker* maker,
                                    const SourceStatus* status,
                                    double now);

/// What there is of the last one, or NULL
const Interval* interval_maker_end(IntervalMaker* maker);

#endif
