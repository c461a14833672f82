// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_HISTORY_H
#define EARMARK_HISTORY_H

#include <stdbool.h>
#include <stdint.h>

#define HISTORY_SECONDS 60u
#define HISTORY_RATE 5u /* Columns a second */
#define HISTORY_COLUMNS (HISTORY_SECONDS * HISTORY_RATE)

/// Values of the last HISTORY_SECONDS.  [GUI]
typedef struct History History;

/// NULL if memory is short
History* history_new(uint32_t n_values);

void history_free(History* history);

/// It is `now` (seconds of any clock that only goes forward), and these are
/// values[n_values].  True if this makes a new column.  Time that passed
/// without a call is shown as unknown.
bool history_advance(History* history, double now, const float* values);

/// A value `age` columns ago: 0..1, or below 0 where it is not known
float history_value(const History* history, uint32_t age, uint32_t number);

#endif
