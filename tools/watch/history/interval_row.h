// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_INTERVAL_ROW_H
#define EARMARK_INTERVAL_ROW_H

#include "model/network.h"
#include "tools/watch/source/address.h"
#include "tools/watch/station/interval.h"

#include <stdint.h>

/// An interval as it is kept.  Numbers are NaN where there is nothing to say.
typedef struct IntervalRow {
  struct IntervalRow* next;
  char station[ADDRESS_MAX_NAME + 1];
  int64_t sequence;
  double began_at; ///< Since 1970, UTC, in whole milliseconds
  double seconds;
  SourceState state;
  SourceReason reason;
  StreamTitle title;
  double music;
  double speech;
  double silence;
  double momentary_max;
  Loudness loudness;
  double true_peak_max;
  double left; ///< dBFS
  double right;
  double peak_left; ///< dBFS
  double peak_right;
  double correlation;
  int64_t n_clipped;
  int64_t n_bad;
  double lag;
  double dropped;
  uint32_t n_tags; ///< 0 without audio
  uint8_t tags[];  ///< [n_tags]: 255 is 1
} IntervalRow;

/// A copy of it; free() frees it.  NULL if memory is short.
IntervalRow* interval_row_new(const char* station,
                              const View* view,
                              const Interval* interval);

/// A probability as a byte, and back
uint8_t interval_row_byte(double probability);
double interval_row_probability(uint8_t byte);

#endif
