// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_TAG_SERIES_H
#define EARMARK_TAG_SERIES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Tags over time, kept.  All zeros but for `n_values` is none.
typedef struct {
  uint32_t n_values; ///< Of a moment
  double* times;     ///< [n] seconds; below 0 where what comes has no past
  float* values;     ///< [n][n_values], owned, as the times
  size_t n;
  size_t room;
} TagSeries;

/// Add a moment; false if memory is short
bool tag_series_add(TagSeries* series, double time, const float* values);

/// What comes has no past
bool tag_series_break(TagSeries* series);

/// Memory that it takes
size_t tag_series_bytes(const TagSeries* series);

void tag_series_clear(TagSeries* series);

#endif
