// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/meter/signal_level.h"

#include <math.h>

#define FULL_SCALE 0.99996 /* 32767 of 32768, and a little less */
#define SILENT 1e-10       /* Mean square, -100 dBFS: has no correlation */

static double
fetch(SignalLevel* level, float sample)
{
  if (!isfinite(sample)) {
    ++level->n_bad;
    return 0.0;
  }
  const double value = (double)sample;
  level->n_clipped += fabs(value) >= FULL_SCALE;
  return value;
}

static void
push_mono(SignalLevel* level, const float* samples, uint32_t n)
{
  double sum = 0.0;
  for (uint32_t i = 0; i < n; ++i) {
    const double value = fetch(level, samples[i]);
    sum += value * value;
    level->peak_left = fmax(level->peak_left, fabs(value));
  }
  level->peak_right = fmax(level->peak_right, level->peak_left);
  level->sum_left += sum;
  level->sum_right += sum;
}

static void
push_stereo(SignalLevel* level,
            const float* left,
            const float* right,
            uint32_t n)
{
  double sum_left = 0.0;
  double sum_right = 0.0;
  for (uint32_t i = 0; i < n; ++i) {
    const double l = fetch(level, left[i]);
    const double r = fetch(level, right[i]);
    sum_left += l * l;
    sum_right += r * r;
    level->sum_product += l * r;
    level->peak_left = fmax(level->peak_left, fabs(l));
    level->peak_right = fmax(level->peak_right, fabs(r));
  }
  level->n_stereo += n;
  level->sum_left += sum_left;
  level->sum_right += sum_right;
  level->stereo_left += sum_left;
  level->stereo_right += sum_right;
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
