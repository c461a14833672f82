// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_READING_H
#define EARMARK_READING_H

#include "model/network.h"
#include "tools/watch/meter/loudness_meter.h"
#include "tools/watch/meter/signal_level.h"
#include "tools/watch/source/stream_title.h"

#include <stdint.h>

/**
   What was heard in some time of one connection: a moment of about a second, or
   several added up.  [any], for one thread at a time.
*/
typedef struct {
  double begin;   ///< Stamp, monotonic seconds
  double end;     ///< Stamp
  double seconds; ///< Of audio
  double dropped; ///< Seconds that were lost before or within it
  SignalLevel level;
  Loudness loudness;    ///< At its end; but for these:
  double momentary_max; ///< LUFS, the highest; NaN for none
  double true_peak_max; ///< dBTP, the highest; NaN if not asked for
  double span_begin;    ///< Stamp since when loudness is integrated
  double movement;      ///< The greatest, as movement.h has it; NaN for none
  double returns;    ///< How often its sound was heard before, the most; NaN if
                     ///< that is not known
  StreamTitle title; ///< At its end
  uint32_t n_updates; ///< Of the engine
  uint32_t n_tags;    ///< Values of the view: its tags, and then its scales
  float tags[];       ///< [n_tags]: means over the updates, 0..1
} Reading;

/// Nothing heard yet, for view_values(); NULL if memory is short.  free() frees
/// it.
Reading* reading_new(uint32_t n_tags);

/// Nothing heard yet
void reading_clear(Reading* reading);

/// Add what was heard right after it, of as many tags
void reading_add(Reading* reading, const Reading* next);

/// Add an update of the engine, tags[n_tags]
void reading_add_tags(Reading* reading, const float* tags);

/// The value of the tag of that name, as "music"; NaN if the view has none
double reading_tag(const Reading* reading, const View* view, const char* name);

#endif
