// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_SIGNAL_LEVEL_H
#define EARMARK_SIGNAL_LEVEL_H

#include <stdint.h>

#define SIGNAL_LEVEL_FLOOR (-120.0) /* dB; nothing is less */

/// What the samples of some time add up to: one channel or two.  All zeros is
/// no time.
typedef struct {
  uint64_t n;          ///< Samples of each channel
  uint64_t n_stereo;   ///< Of which there were two channels
  uint64_t n_clipped;  ///< At full scale or beyond, of both channels
  uint64_t n_bad;      ///< Not finite, of both; they count as 0
  double sum_left;     ///< Of squares
  double sum_right;    ///< Of squares; mono is both
  double sum_product;  ///< Left times right, of stereo
  double stereo_left;  ///< As sum_left, of stereo
  double stereo_right; ///< As sum_right, of stereo
  double peak_left;    ///< Largest magnitude
  double peak_right;
} SignalLevel;

/// Add the samples of channels[n_channels][n], 1 or 2 channels
void signal_level_push(SignalLevel* level,
                       const float* const* channels,
                       uint32_t n_channels,
                       uint32_t n);

/// Add the samples of another time
void signal_level_add(SignalLevel* level, const SignalLevel* other);

/// A mean of squares, or the square of a peak, in dBFS: a full-scale square
/// wave is 0
double signal_level_decibels(double square);

/// RMS in dBFS, at least SIGNAL_LEVEL_FLOOR; NaN for no time
double signal_level_rms_left(const SignalLevel* level);
double signal_level_rms_right(const SignalLevel* level);

/// -1 to 1; NaN where there was no stereo, or one side is silent
double signal_level_correlation(const SignalLevel* level);

#endif
