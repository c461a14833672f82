// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_MEASURE_H
#define EARMARK_MEASURE_H

#include "model/network.h"
#include "tools/watch/meter/reading.h"
#include "tools/watch/source/source.h"

#include <stdbool.h>

/// What a rule looks at
typedef enum {
  MEASURE_DOWN,         ///< 1 while the source is not live
  MEASURE_STALLED,      ///< 1 while it is connected, but silent
  MEASURE_SILENCE,      ///< LUFS, the loudest 400 ms of a second; below
  MEASURE_TOO_QUIET,    ///< LUFS, short-term; below
  MEASURE_TOO_LOUD,     ///< LUFS, short-term; above
  MEASURE_TRUE_PEAK,    ///< dBTP; above
  MEASURE_LEVEL_LOW,    ///< dBFS, of the louder channel; below
  MEASURE_LEVEL_HIGH,   ///< dBFS, of the louder channel; above
  MEASURE_CLIPPING,     ///< Percent of samples; above
  MEASURE_CHANNEL_LOST, ///< dB between the channels; above
  MEASURE_MONO,         ///< Correlation; above
  MEASURE_PHASE,        ///< Correlation; below
  MEASURE_NO_PROGRAMME, ///< The greater of music and speech, 0 for tones; below
  MEASURE_TAG_PRESENT,  ///< Probability of a tag; above
  MEASURE_TAG_ABSENT,   ///< Probability of a tag; below
  MEASURE_SAME_TITLE,   ///< 1 while the title is what it was
  MEASURE_SAME_SOUND,   ///< How often it was heard in ten minutes; above
  MEASURE_N
} Measure;

/// What is known of a measure; limits are the defaults of rules
typedef struct {
  const char* name;  ///< As users write it: "too-loud"
  const char* unit;  ///< "LUFS"; "" for none
  bool is_above;     ///< It fires above its limit, else below
  bool is_of_state;  ///< Of the source, also while it is not live
  bool has_limit;    ///< There is a limit to set
  double low, high;  ///< Which limits make sense
  double raise;      ///< NaN: the tag's own threshold
  double hysteresis; ///< By how much `clear` is better than `raise`
  double raise_for;  ///< Seconds
  double clear_for;  ///< Seconds
} MeasureTraits;

/// [any]
const MeasureTraits* measure_traits(Measure measure);

/// By its name; MEASURE_N if there is none.  [any]
Measure measure_find(const char* name);

/// Of a source's state; for measures that are of it.  [any]
double measure_of_state(Measure measure, SourceState state);

/// Of a moment, for all others; `tag` is an index into the view.  NaN where
/// nothing is known.  [any]
double measure_of_moment(Measure measure,
                         const View* view,
                         uint32_t tag,
                         const Reading* before,
                         const Reading* moment);

#endif
