// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_PAST_POINTS_H
#define EARMARK_PAST_POINTS_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#define PAST_POINTS_MAX 1080u

/// A station over time, in even steps.  For one thread.
typedef struct {
  double begin; ///< UTC, seconds since 1970
  double step;  ///< Seconds
  uint32_t n;
  uint32_t n_tags;
  double* seconds;  ///< [n]: of audio; owned
  double* loudness; ///< [n]: LUFS, times the seconds of the next; owned
  double* loud;     ///< [n]: seconds that had a loudness; owned
  double* highest;  ///< [n]: LUFS; NaN for none; owned
  float* tags;      ///< [n][n_tags]: sums, times seconds, of 0..255; owned
  float* tagged;    ///< [n]: seconds that had tags; owned
} PastPoints;

/// What is added of some seconds; NaN and NULL where there was nothing
typedef struct {
  double begin;      ///< UTC
  double seconds;    ///< Of audio
  double short_term; ///< LUFS, the mean
  double momentary;  ///< LUFS, the highest
  const uint8_t* tags;
} PastSpan;

/// From `begin` to `end` in at most n points of no less than `least` seconds.
/// False if memory is short; past_points_clear() is due in any case.
bool past_points_init(PastPoints* points,
                      double begin,
                      double end,
                      uint32_t n,
                      double least,
                      uint32_t n_tags);

void past_points_clear(PastPoints* points);

/// What lies outside is left out
void past_points_add(PastPoints* points, const PastSpan* span);

/// From the first that has something on: times, loudness, tags in percent in
/// the order of the view.  New; NULL if memory is short.
json_t* past_points_json(const PastPoints* points);

#endif
