// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_RECENT_PAST_H
#define EARMARK_RECENT_PAST_H

#include "tools/watch/station/interval.h"

#include <stdbool.h>
#include <stdint.h>

#define RECENT_PAST_STEP 10.0  /* Seconds of a bin */
#define RECENT_PAST_BINS 1080u /* Three hours */
#define RECENT_PAST_TITLES 64u

/// What a station was like in some seconds
typedef struct {
  double begin;      ///< UTC, seconds since 1970; 0 for nothing
  float seconds;     ///< Of audio
  float short_term;  ///< LUFS, the mean; NaN for none
  float momentary;   ///< LUFS, the highest; NaN for none
  SourceState state; ///< Of its last interval
} RecentBin;

/// Since when a title is played
typedef struct {
  double begin; ///< UTC
  StreamTitle title;
} RecentTitle;

/// The last hours of a station, of fixed size.  For one thread at a time.
typedef struct {
  uint32_t n_tags;
  uint32_t n;              ///< Bins that are filled
  uint32_t next;           ///< The place of the next one
  RecentBin* bins;         ///< [RECENT_PAST_BINS], a ring; owned
  uint8_t* tags;           ///< [RECENT_PAST_BINS][n_tags], 0..255; owned
  float* sums;             ///< [n_tags] times seconds, of the last; owned
  double loudness_sum;     ///< Of the last, times seconds
  double loudness_seconds; ///< Of the last, that had a loudness
  uint32_t n_titles;       ///< At most RECENT_PAST_TITLES
  RecentTitle* titles;     ///< The oldest first; owned
} RecentPast;

/// False if memory is short; recent_past_clear() is due in any case
bool recent_past_init(RecentPast* past, uint32_t n_tags);

void recent_past_clear(RecentPast* past);

void recent_past_add(RecentPast* past, const Interval* interval);

/// A copy of `past`, of as many tags, into one that was initialised
void recent_past_copy(RecentPast* copy, const RecentPast* past);

/// The i-th bin from the oldest, of n, and its tags
const RecentBin*
recent_past_bin(const RecentPast* past, uint32_t i, const uint8_t** tags);

#endif
