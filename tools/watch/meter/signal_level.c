// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/meter/signal_level.h"

#include <math.h>
#include <stdbool.h>

#define FULL_SCALE 0.99996 /* 32767 of 32768, and a little less */
#define SILENT 1e-10       /* Mean square, -100 dBFS: has no correlation */

/// What a loop over samples keeps at hand
typedef struct {
  uint64_t n_clipped;
  uint64_t n_bad;
  double sum;
  double peak;
} Tally;

/// Count a sample; returns it, or 0 for what is no number
static double
count(Tally* tally, float sample)
{
  const bool is_good = isfinite(sample);
  const double value = is_good ? (double)sample : 0.0;
  const double size = fabs(value);
  tally->n_bad += !is_good;
  tally->n_clipped += size >= FULL_SCALE;
  tally->sum += value * value;
  tally->peak = size > tally->peak ? size : tally->peak; // fmax() is a call
  return value;
}

static void
add_counts(SignalLevel* level, const Tally* tally)
{
  level->n_bad += tally->n_bad;
  level->n_clipped += tally->n_clipped;
}

static void
push_mono(SignalLevel* level, const float* samples, uint32_t n)
{
  Tally tally = {.peak = level->peak_left};
  for (uint32_t i = 0; i < n; ++i) {
    count(&tally, samples[i]);
  }
  add_counts(level, &tally);
  level->peak_left = tally.peak;
  level->peak_right = fmax(level->peak_right, level->peak_left);
  level->sum_left += tally.sum;
  level->sum_right += tally.sum;
}

static void
push_stereo(SignalLevel* level,
            const float* left,
            const float* right,
            uint32_t n)
{
  Tally tally[2] = {{.peak = level->peak_left}, {.peak = level->peak_right}};
  double product = level->sum_product;
  for (uint32_t i = 0; i < n; ++i) {
    product += count(&tally[0], left[i]) * count(&tally[1], right[i]);
  }
  add_counts(level, &tally[0]);
  add_counts(level, &tally[1]);
  level->n_stereo += n;
  level->peak_left = tally[0].peak;
  level->peak_right = tally[1].peak;
  level->sum_product = product;
  level->sum_left += tally[0].sum;
  level->sum_right += tally[1].sum;
  level->stereo_left += tally[0].sum;
  level->stereo_right += tally[1].sum;
}

void
signal_level_push(SignalLevel* level,
                  const float* const* channels,
                  uint32_t n_channels,
                  uint32_t n)
{
  level->n += n;
  if (n_channels > 1) {
    push_stereo(level, channels[0], channels[1], n);
  } else {
    push_mono(level, channels[0], n);
  }
}

void
signal_level_add(SignalLevel* level, const SignalLevel* other)
{
  level->n += other->n;
  level->n_stereo += other->n_stereo;
  level->n_clipped += other->n_clipped;
  level->n_bad += other->n_bad;
  level->sum_left += other->sum_left;
  level->sum_right += other->sum_right;
  level->sum_product += other->sum_product;
  level->stereo_left += other->stereo_left;
  level->stereo_right += other->stereo_right;
  level->peak_left = fmax(level->peak_left, other->peak_left);
  level->peak_right = fmax(level->peak_right, other->peak_right);
}

double
signal_level_decibels(double square)
{
  return square > 0.0 ? fmax(SIGNAL_LEVEL_FLOOR, 10.0 * log10(square))
                      : SIGNAL_LEVEL_FLOOR;
}

double
signal_level_rms_left(const SignalLevel* level)
{
  return level->n ? signal_level_decibels(level->sum_left / (double)level->n)
                  : (double)NAN;
}

double
signal_level_rms_right(const SignalLevel* level)
{
  return level->n ? signal_level_decibels(level->sum_right / (double)level->n)
                  : (double)NAN;
}

double
signal_level_correlation(const SignalLevel* level)
{
  const double silent = SILENT * (double)level->n_stereo;
  if (!level->n_stereo || level->stereo_left <= silent ||
      level->stereo_right <= silent) {
    return (double)NAN;
  }
  return level->sum_product / sqrt(level->stereo_left * level->stereo_right);
}
