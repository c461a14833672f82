// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// What stands still does not move; what changes does

#undef NDEBUG

#include "tools/watch/meter/movement.h"

#include <assert.h>
#include <math.h>

#define BANDS 8u

int
main(void)
{
  float frame[BANDS] = {1.0f, 2.0f, 0.5f};
  Movement* const movement = movement_new(BANDS);
  assert(movement && isnan(movement_take(movement)));
  for (uint32_t i = 0; i < 4 * MOVEMENT_FRAMES; ++i) {
    movement_push(movement, frame);
  }
  assert(movement_take(movement) < 1e-9);
  assert(isnan(movement_take(movement)));
  frame[1] = 1.0f;
  for (uint32_t i = 0; i < MOVEMENT_FRAMES; ++i) {
    movement_push(movement, frame);
  }
  assert(fabs(movement_take(movement) - 1.0 / 2.5) < 1e-6);
  for (uint32_t i = 0; i < BANDS; ++i) {
    frame[i] = 0.0f;
  }
  for (uint32_t i = 0; i < 4 * MOVEMENT_FRAMES; ++i) {
    movement_push(movement, frame);
  }
  assert(isnan(movement_take(movement))); // Silence is no sound that stands
  movement_free(movement);
  return 0;
}
