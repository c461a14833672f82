// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/meter/movement.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct Movement {
  uint32_t bands;
  uint32_t n_frames; ///< In `sum`
  double most;       ///< NaN for none
  double* sum;       ///< [bands], of this quarter of a second
  double* last;      ///< [bands], of the one before; its first is NaN for none
};

Movement*
movement_new(uint32_t bands)
{
  Movement* const movement = (Movement*)calloc(1, sizeof(Movement));
  if (!movement) {
    return NULL;
  }
  movement->bands = bands;
  movement->most = (double)NAN;
  movement->sum = (double*)calloc(bands, sizeof(double));
  movement->last = (double*)calloc(bands, sizeof(double));
  if (!movement->sum || !movement->last) {
    movement_free(movement);
    return NULL;
  }
  movement->last[0] = (double)NAN;
  return movement;
}

void
movement_free(Movement* movement)
{
  if (movement) {
    free(movement->sum);
    free(movement->last);
    free(movement);
  }
}

static void
compare(Movement* movement)
{
  double change = 0.0;
  double all = 0.0;
  for (uint32_t i = 0; i < movement->bands; ++i) {
    change += fabs(movement->sum[i] - movement->last[i]);
    all += movement->sum[i];
  }
  if (all > 0.0) {
    movement->most = fmax(movement->most, change / all);
  }
  memcpy(movement->last, movement->sum, movement->bands * sizeof(double));
  memset(movement->sum, 0, movement->bands * sizeof(double));
  movement->n_frames = 0;
}

void
movement_push(Movement* movement, const float* frame)
{
  for (uint32_t i = 0; i < movement->bands; ++i) {
    movement->sum[i] += (double)frame[i];
  }
  if (++movement->n_frames == MOVEMENT_FRAMES) {
    compare(movement);
  }
}

double
movement_take(Movement* movement)
{
  const double most = movement->most;
  movement->most = (double)NAN;
  return most;
}
