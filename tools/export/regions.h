// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_REGIONS_H
#define EARMARK_REGIONS_H

#include "model/network.h"

#include <stdbool.h>
#include <stdint.h>

/// A stretch of time in which a tag is present
typedef struct {
  uint32_t tag;
  double begin;   ///< Seconds
  double end;     ///< Seconds
  double mean;    ///< Of the tag's probability, gaps left out
  double present; ///< Seconds of it that are no gaps
} Region;

/// How tags become regions
typedef struct {
  float threshold;  ///< From here on a tag is present; < 0 for each tag's own
  float hysteresis; ///< It must fall below the threshold by more than this
  double shortest;  ///< Seconds; shorter regions, and gaps, do not count
  double shortest_silence; ///< The same for the tag that says silence
} RegionRule;

/// Finds the regions of a view's tags in their probabilities over time
typedef struct Regions Regions;

/// NULL if memory is short
Regions* regions_new(const View* view, const RegionRule* rule);

void regions_free(Regions* regions);

/// Probabilities tags[n_tags] from `time` on, in seconds, or NULL for all 0;
/// times never fall.  False if memory is short.
bool regions_add(Regions* regions, double time, const float* tags);

/// All regions up to `end`, the earliest first; valid until the next call
const Region* regions_finish(Regions* regions, double end, size_t* n);

#endif
