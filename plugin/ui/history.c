// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "plugin/ui/history.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define UNKNOWN 255u
#define STEPS 254.0f
#define MAX_WAIT                                                               \
  1.0 /* Seconds without a call that the newest values may fill */

struct History {
  uint32_t n_values;
  uint32_t newest; ///< Column
  double time;     ///< Of the newest column's end
  bool has_begun;
  uint8_t* columns; ///< [HISTORY_COLUMNS][n_values]
};

History*
history_new(uint32_t n_values)
{
  History* const history = (History*)calloc(1, sizeof(History));
  if (!history) {
    return NULL;
  }
  history->n_values = n_values;
  history->columns = (uint8_t*)malloc((size_t)HISTORY_COLUMNS * n_values + 1);
  if (!history->columns) {
    history_free(history);
    return NULL;
  }
  memset(history->columns, UNKNOWN, (size_t)HISTORY_COLUMNS * n_values);
  return history;
}

void
history_free(History* history)
{
  if (history) {
    free(history->columns);
    free(history);
  }
}

static uint8_t
quantise(float value)
{
  return (uint8_t)lrintf(STEPS * fminf(fmaxf(value, 0.0f), 1.0f));
}

/// Put a column in the place of the oldest; `values` NULL is unknown
static void
add_column(History* history, const float* values)
{
  history->newest = (history->newest + 1) % HISTORY_COLUMNS;
  uint8_t* const column =
      history->columns + (size_t)history->newest * history->n_values;
  for (uint32_t i = 0; i < history->n_values; ++i) {
    column[i] = values ? quantise(values[i]) : (uint8_t)UNKNOWN;
  }
}

bool
history_advance(History* history, double now, const float* values)
{
  if (!history->has_begun) {
    history->has_begun = true;
    history->time = now;
    add_column(history, values);
    return true;
  }
  const double passed = now - history->time;
  const uint32_t n = passed >= HISTORY_SECONDS
                         ? HISTORY_COLUMNS
                         : (uint32_t)fmax(passed * HISTORY_RATE, 0.0);
  for (uint32_t i = 0; i < n; ++i) {
    const bool is_known = i + 1 == n || passed < MAX_WAIT;
    add_column(history, is_known ? values : NULL);
  }
  history->time = n == HISTORY_COLUMNS
                      ? now
                      : history->time + (double)n / (double)HISTORY_RATE;
  return n > 0;
}

float
history_value(const History* history, uint32_t age, uint32_t number)
{
  const uint32_t column =
      (history->newest + HISTORY_COLUMNS - age % HISTORY_COLUMNS) %
      HISTORY_COLUMNS;
  const uint8_t value =
      history->columns[(size_t)column * history->n_values + number];
  return value == UNKNOWN ? -1.0f : (float)value / STEPS;
}
