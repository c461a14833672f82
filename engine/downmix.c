// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "engine/downmix.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#define LEVEL_SECONDS 0.05
#define LOW_RATIO 2.0  /* of side to middle, as powers: here the mix leans */
#define HIGH_RATIO 8.0 /* and here it leans wholly */
#define FLOOR 1e-14    /* Power; far below what counts as silence */

void
downmix_init(Downmix* downmix, double rate)
{
  downmix->share = -expm1(-(double)DOWNMIX_CELL / (rate * LEVEL_SECONDS));
  downmix_reset(downmix);
}

void
downmix_reset(Downmix* downmix)
{
  const double share = downmix->share;
  memset(downmix, 0, sizeof(*downmix));
  downmix->share = share;
}

/// A sample as it counts
EARMARK_REALTIME static inline float
clean(float x)
{
  const float low = x >= -DOWNMIX_LIMIT ? x : -DOWNMIX_LIMIT;
  return isfinite(x) ? (low <= DOWNMIX_LIMIT ? low : DOWNMIX_LIMIT) : 0.0f;
}

/// Does any of the samples count as another one?  In whole numbers, which order
/// magnitudes as their bits are ordered
EARMARK_REALTIME static bool
any_is_unclean(const float* samples, uint32_t n)
{
  const float limit = DOWNMIX_LIMIT;
  uint32_t most = 0;
  memcpy(&most, &limit, sizeof(most));
  uint32_t any = 0;
  for (uint32_t i = 0; i < n; ++i) {
    uint32_t bits = 0;
    memcpy(&bits, &samples[i], sizeof(bits));
    any |= (bits & 0x7FFFFFFFu) > most;
  }
  return any;
}

/// The samples as they count: themselves, if they can, or else in `cell`
EARMARK_REALTIME static const float*
clean_cell(const float* samples, uint32_t n, float* cell)
{
  if (!any_is_unclean(samples, n)) {
    return samples;
  }
  for (uint32_t i = 0; i < n; ++i) {
    cell[i] = clean(samples[i]);
  }
  return cell;
}

EARMARK_REALTIME static void
mix_mean(const float* const* channels,
         uint32_t n_channels,
         uint32_t offset,
         uint32_t n,
         float* mixed)
{
  const float gain = 1.0f / (float)n_channels;
  for (uint32_t i = 0; i < n; ++i) {
    mixed[i] = 0.0f;
  }
  for (uint32_t c = 0; c < n_channels; ++c) {
    for (uint32_t i = 0; channels[c] && i < n; ++i) {
      mixed[i] += gain * clean(channels[c][offset + i]);
    }
  }
}

/// Of a cell; four sums, so that none waits for the one before
EARMARK_REALTIME static double
mean_square(const float* cell)
{
  double a = 0.0;
  double b = 0.0;
  double c = 0.0;
  double d = 0.0;
  for (uint32_t i = 0; i < DOWNMIX_CELL; i += 4) {
    a += (double)cell[i] * (double)cell[i];
    b += (double)cell[i + 1] * (double)cell[i + 1];
    c += (double)cell[i + 2] * (double)cell[i + 2];
    d += (double)cell[i + 3] * (double)cell[i + 3];
  }
  return (a + b + c + d) / DOWNMIX_CELL;
}

/// A cell is full: find where the mix goes in the next one
EARMARK_REALTIME static void
end_cell(Downmix* downmix)
{
  const double share = downmix->share;
  downmix->middle += share * (mean_square(downmix->mid) - downmix->middle);
  downmix->side += share * (mean_square(downmix->diff) - downmix->side);

  const double excess = downmix->side - LOW_RATIO * downmix->middle;
  const double range = (HIGH_RATIO - LOW_RATIO) * downmix->middle + FLOOR;
  const double lean = excess > 0.0 ? fmin(excess / range, 1.0) : 0.0;
  downmix->lean = downmix->target;
  downmix->target = (float)lean;
  downmix->n = 0;
}

/// Up to the end of the cell
EARMARK_REALTIME static void
mix_cell(Downmix* downmix,
         const float* left,
         const float* right,
         uint32_t n,
         float* mixed)
{
  float cells[2][DOWNMIX_CELL];
  const float* const l = clean_cell(left, n, cells[0]);
  const float* const r = clean_cell(right, n, cells[1]);
  float* const mid = downmix->mid + downmix->n;
  float* const diff = downmix->diff + downmix->n;
  for (uint32_t i = 0; i < n; ++i) {
    mid[i] = 0.5f * l[i] + 0.5f * r[i];
    diff[i] = 0.5f * l[i] - 0.5f * r[i];
    mixed[i] = mid[i];
  }
  if (downmix->lean > 0.0f || downmix->target > 0.0f) {
    const float slope = (downmix->target - downmix->lean) / DOWNMIX_CELL;
    for (uint32_t i = 0; i < n; ++i) {
      const float lean = downmix->lean + (float)(downmix->n + i) * slope;
      mixed[i] = mid[i] + lean * diff[i];
    }
  }
  downmix->n += n;
}

void
downmix_process(Downmix* downmix,
                const float* const* channels,
                uint32_t n_channels,
                uint32_t offset,
                uint32_t n,
                float* mixed)
{
  if (n_channels != 2 || !channels[0] || !channels[1]) {
    mix_mean(channels, n_channels, offset, n, mixed);
    return;
  }
  for (uint32_t i = 0; i < n;) {
    const uint32_t room = DOWNMIX_CELL - downmix->n;
    const uint32_t length = n - i < room ? n - i : room;
    mix_cell(downmix, channels[0] + offset + i, channels[1] + offset + i,
             length, mixed + i);
    i += length;
    if (downmix->n == DOWNMIX_CELL) {
      end_cell(downmix);
    }
  }
}
