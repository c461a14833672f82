// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "model/timbre.h"

#include "model/rolling.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct Timbre {
  const TimbreSpec* spec;
  const Arithmetic* arithmetic;
  const Kernels* kernels;
  uint32_t bands;
  size_t column_size; ///< Bytes of an input column of the branches
  uint32_t n_frames;  ///< Seen, up to those that the first column needs
  void** windows;     ///< For each bank: its newest frames, [bands][frames]
  void* filters;      ///< A bank's outputs, with their padding
  void* scratch;
  Rolling* rolling;
};

static uint32_t
columns_in(double frames)
{
  const double columns = rint(frames);
  return columns > 1.0 ? (uint32_t)columns : 1;
}

static bool
allocate_windows(Timbre* timbre)
{
  const TimbreSpec* const spec = timbre->spec;
  const size_t element_size = timbre->arithmetic->element_size;
  uint32_t widest = 0;
  timbre->windows = (void**)calloc(spec->n_banks, sizeof(void*));
  for (uint32_t i = 0; timbre->windows && i < spec->n_banks; ++i) {
    const Bank* const bank = &spec->banks[i];
    timbre->windows[i] = calloc(1, timbre->bands * bank->frames * element_size +
                                       ARITHMETIC_SLACK);
    if (!timbre->windows[i]) {
      return false;
    }
    widest = bank->n_out > widest ? bank->n_out : widest;
  }
  timbre->filters = calloc(widest, element_size);
  return timbre->windows && timbre->filters;
}

Timbre*
timbre_new(const Network* network,
           const Arithmetic* arithmetic,
           const Kernels* kernels,
           double max_frames)
{
  Timbre* const timbre = (Timbre*)calloc(1, sizeof(Timbre));
  if (!timbre) {
    return NULL;
  }
  timbre->spec = &network->timbre;
  timbre->arithmetic = arithmetic;
  timbre->kernels = kernels;
  timbre->bands = network->front_end.bands;
  timbre->column_size =
      network->branches[0].levels[0].n_in * arithmetic->element_size;
  timbre->scratch = calloc(1, ARITHMETIC_SCRATCH);
  timbre->rolling = rolling_new(arithmetic, timbre->spec->filters,
                                timbre->spec->window, columns_in(max_frames));
  if (!allocate_windows(timbre) || !timbre->scratch || !timbre->rolling) {
    timbre_free(timbre);
    return NULL;
  }
  return timbre;
}

void
timbre_free(Timbre* timbre)
{
  if (!timbre) {
    return;
  }
  for (uint32_t i = 0; timbre->windows && i < timbre->spec->n_banks; ++i) {
    free(timbre->windows[i]);
  }
  rolling_free(timbre->rolling);
  free(timbre->scratch);
  free(timbre->filters);
  free(timbre->windows);
  free(timbre);
}

void
timbre_reset(Timbre* timbre)
{
  timbre->n_frames = 0;
  rolling_reset(timbre->rolling);
}

void
timbre_set_memory(Timbre* timbre, double frames)
{
  rolling_set_length(timbre->rolling, columns_in(frames));
}

/// One bank for all columns, so that its weights stay at hand; the first
/// `n_dropped` are only seen.  `offset` is where its filters go.
static void
bank_push(Timbre* timbre,
          uint32_t index,
          uint8_t* columns,
          uint32_t n,
          uint32_t n_dropped,
          size_t offset)
{
  const Arithmetic* const arithmetic = timbre->arithmetic;
  const Bank* const bank = &timbre->spec->banks[index];
  void* const window = timbre->windows[index];
  for (uint32_t c = 0; c < n; ++c) {
    uint8_t* const column = columns + c * timbre->column_size;
    arithmetic->slide(window, column, timbre->bands, bank->frames);
    if (c >= n_dropped) {
      arithmetic->bank(timbre->kernels, bank, window, timbre->filters,
                       timbre->scratch);
      memcpy(column + offset, timbre->filters,
             bank->filters * arithmetic->element_size);
    }
  }
}

uint32_t
timbre_push(Timbre* timbre, void* columns, uint32_t n)
{
  const TimbreSpec* const spec = timbre->spec;
  const size_t element_size = timbre->arithmetic->element_size;
  const uint32_t missing = spec->frames - 1 - timbre->n_frames;
  const uint32_t n_dropped = n < missing ? n : missing;
  timbre->n_frames += n_dropped;

  size_t offset = timbre->bands * element_size;
  for (uint32_t i = 0; i < spec->n_banks; ++i) {
    bank_push(timbre, i, (uint8_t*)columns, n, n_dropped, offset);
    offset += spec->banks[i].filters * element_size;
  }
  for (uint32_t c = n_dropped; c < n; ++c) {
    rolling_push(timbre->rolling, (uint8_t*)columns + c * timbre->column_size +
                                      timbre->bands * element_size);
  }
  return n - n_dropped;
}

uint32_t
timbre_features(const Timbre* timbre, float* features)
{
  rolling_mean(timbre->rolling, features, timbre->spec->filters);
  return timbre->spec->filters;
}
