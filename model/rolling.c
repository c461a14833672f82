// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "model/rolling.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct Rolling {
  const Arithmetic* arithmetic;
  size_t column_size; ///< Bytes
  uint32_t width;
  uint32_t window;
  uint32_t capacity;
  uint32_t length;   ///< Maxima that the mean may take
  uint32_t n_summed; ///< Maxima in the sum now
  uint64_t n_columns;
  uint64_t n_maxima;
  uint8_t* columns; ///< Ring of the newest `window` columns
  uint8_t* maxima;  ///< Ring of the newest `capacity` maxima
  double* sum;      ///< Of the newest `n_summed` maxima
};

static uint8_t*
column_at(const Rolling* rolling, uint64_t index)
{
  return rolling->columns + (index % rolling->window) * rolling->column_size;
}

static uint8_t*
maximum_at(const Rolling* rolling, uint64_t index)
{
  return rolling->maxima + (index % rolling->capacity) * rolling->column_size;
}

Rolling*
rolling_new(const Arithmetic* arithmetic,
            uint32_t width,
            uint32_t window,
            uint32_t capacity)
{
  Rolling* const rolling = (Rolling*)calloc(1, sizeof(Rolling));
  if (!rolling) {
    return NULL;
  }

  rolling->arithmetic = arithmetic;
  rolling->column_size = width * arithmetic->element_size;
  rolling->width = width;
  rolling->window = window;
  rolling->capacity = capacity;
  rolling->length = capacity;
  rolling->columns = (uint8_t*)calloc(window, rolling->column_size);
  rolling->maxima = (uint8_t*)calloc(capacity, rolling->column_size);
  rolling->sum = (double*)calloc(width, sizeof(double));
  if (!rolling->columns || !rolling->maxima || !rolling->sum) {
    rolling_free(rolling);
    return NULL;
  }
  return rolling;
}

void
rolling_free(Rolling* rolling)
{
  if (rolling) {
    free(rolling->sum);
    free(rolling->maxima);
    free(rolling->columns);
    free(rolling);
  }
}

void
rolling_reset(Rolling* rolling)
{
  rolling->n_summed = 0;
  rolling->n_columns = 0;
  rolling->n_maxima = 0;
  memset(rolling->sum, 0, rolling->width * sizeof(double));
}

static uint32_t
clamp_length(uint64_t length, uint64_t limit)
{
  return (uint32_t)(length < limit ? length : limit);
}

void
rolling_set_length(Rolling* rolling, uint32_t length)
{
  rolling->length = length ? clamp_length(length, rolling->capacity) : 1;

  // All that the ring still holds may count again
  const uint32_t n = clamp_length(rolling->length, rolling->n_maxima);
  while (rolling->n_summed != n) {
    const bool grow = rolling->n_summed < n;
    const uint32_t age = grow ? rolling->n_summed : rolling->n_summed - 1;
    rolling->arithmetic->add(rolling->sum,
                             maximum_at(rolling, rolling->n_maxima - 1 - age),
                             grow ? 1.0 : -1.0, rolling->width);
    rolling->n_summed = grow ? age + 1 : age;
  }
}

/// The maximum over the window, written in place of the oldest one held
static void
find_maximum(Rolling* rolling, uint8_t* maximum)
{
  memcpy(maximum, rolling->columns, rolling->column_size);
  for (uint32_t i = 1; i < rolling->window; ++i) {
    rolling->arithmetic->max(maximum, column_at(rolling, i), rolling->width);
  }
}

void
rolling_push(Rolling* rolling, const void* column)
{
  memcpy(column_at(rolling, rolling->n_columns++), column,
         rolling->column_size);
  if (rolling->n_columns < rolling->window) {
    return;
  }

  // Leave the sum before the ring's slot is taken
  if (rolling->n_summed == rolling->length) {
    rolling->arithmetic->add(
        rolling->sum,
        maximum_at(rolling, rolling->n_maxima - rolling->n_summed--), -1.0,
        rolling->width);
  }

  uint8_t* const maximum = maximum_at(rolling, rolling->n_maxima++);
  find_maximum(rolling, maximum);
  rolling->arithmetic->add(rolling->sum, maximum, 1.0, rolling->width);
  ++rolling->n_summed;
}

void
rolling_mean(const Rolling* rolling, float* mean, uint32_t n)
{
  const float count = rolling->n_summed ? (float)rolling->n_summed : 1.0f;
  for (uint32_t i = 0; i < n; ++i) {
    mean[i] = (float)rolling->sum[i] / count;
  }
}
