// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/export/tag_series.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_ROOM 64u

static bool
grow(TagSeries* series)
{
  const size_t room = series->room ? 2 * series->room : FIRST_ROOM;
  double* const times = (double*)realloc(series->times, room * sizeof(double));
  if (times) {
    series->times = times;
  }
  float* const values =
      (float*)realloc(series->values, room * series->n_values * sizeof(float));
  if (values) {
    series->values = values;
  }
  if (times && values) {
    series->room = room;
  }
  return times && values;
}

bool
tag_series_add(TagSeries* series, double time, const float* values)
{
  if (series->n == series->room && !grow(series)) {
    return false;
  }
  const size_t n_values = series->n_values;
  series->times[series->n] = time;
  memcpy(series->values + series->n * n_values, values,
         n_values * sizeof(float));
  ++series->n;
  return true;
}

bool
tag_series_break(TagSeries* series)
{
  if (series->n == series->room && !grow(series)) {
    return false;
  }
  memset(series->values + series->n * series->n_values, 0,
         series->n_values * sizeof(float));
  series->times[series->n++] = -1.0;
  return true;
}

size_t
tag_series_bytes(const TagSeries* series)
{
  return series->room * (sizeof(double) + series->n_values * sizeof(float));
}

void
tag_series_clear(TagSeries* series)
{
  free(series->times);
  free(series->values);
  *series = (TagSeries){.n_values = series->n_values};
}
