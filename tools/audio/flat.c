// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/audio/flat.h"

#include <math.h>

#define CELL 0.01 /* seconds */
#define RANGE                                                                  \
  (4e-4f) /* Between the highest and the lowest sample: -74 dBFS, as           \
             much of a tone as the engine takes for silence */

void
flat_init(Flat* flat, double rate)
{
  *flat = (Flat){.rate = rate, .n_cell = (uint32_t)ceil(rate * CELL)};
}

static void
begin_cell(Flat* self)
{
  self->is_cell_flat = true;
  for (uint32_t c = 0; c < DECODER_MAX_CHANNELS; ++c) {
    self->low[c] = INFINITY;
    self->high[c] = -INFINITY;
  }
}

static void
end_cell(Flat* self)
{
  if (self->is_cell_flat && !self->is_flat) {
    self->begin = (double)(self->n - self->n_cell) / self->rate;
  }
  self->is_flat = self->is_cell_flat;
}

/// How many of samples[n] are within the range; widens it by those
static uint32_t
measure_channel(float* low, float* high, const float* samples, uint32_t n)
{
  for (uint32_t i = 0; i < n; ++i) {
    *low = samples[i] < *low ? samples[i] : *low;
    *high = samples[i] > *high ? samples[i] : *high;
    if (!(*high - *low <= RANGE)) {
      return i;
    }
  }
  return n;
}

/// What lies within one cell
static void
measure(Flat* self,
        const float* const* channels,
        uint32_t n_channels,
        uint32_t offset,
        uint32_t n)
{
  uint32_t first = n;
  for (uint32_t c = 0; c < n_channels && self->is_cell_flat; ++c) {
    first = measure_channel(&self->low[c], &self->high[c], channels[c] + offset,
                            first);
  }
  if (first < n) {
    self->is_cell_flat = false;
    if (self->is_flat) {
      self->end = self->n + first;
    }
  }
}

void
flat_push(Flat* flat,
          const float* const* channels,
          uint32_t n_channels,
          uint32_t n)
{
  for (uint32_t i = 0; i < n;) {
    const uint32_t used = (uint32_t)(flat->n % flat->n_cell);
    const uint32_t left = flat->n_cell - used;
    const uint32_t length = n - i < left ? n - i : left;
    if (!used) {
      begin_cell(flat);
    }
    measure(flat, channels, n_channels, i, length);
    flat->n += length;
    i += length;
    if (length == left) {
      end_cell(flat);
    }
  }
}
