// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "model/span.h"

static uint32_t
common_multiple(uint32_t a, uint32_t b)
{
  uint32_t x = a;
  uint32_t y = b;
  while (y) {
    const uint32_t rest = x % y;
    x = y;
    y = rest;
  }
  // NOLINTNEXTLINE(clang-analyzer-core.DivideZero): strides are never zero
  return a / x * b;
}

/// Frames that a window of the level depends on, at most; `field` those of its
/// input columns, then of its own
static uint32_t
level_reach(const Level* level, uint32_t* field)
{
  *field += level->length * level->stride;
  return *field + (level->window + 2) * level->stride;
}

Span
span_of(const Network* network, double memory)
{
  Span span = {SPAN_ALWAYS, SPAN_ALWAYS, 1};
  const TimbreSpec* const timbre = &network->timbre;
  const uint32_t late = timbre->n_banks ? timbre->frames - 1 : 0;
  uint32_t longest = late + timbre->window;
  for (uint32_t i = 0; i < network->n_branches; ++i) {
    const BranchSpec* const branch = &network->branches[i];
    uint32_t field = late;
    const uint32_t first = late + branch->frames + branch->levels[0].length - 1;
    span.warm_up = first < span.warm_up ? first : span.warm_up;
    for (uint32_t j = 0; j < branch->n_levels; ++j) {
      const uint32_t reach = level_reach(&branch->levels[j], &field);
      span.period = common_multiple(span.period, branch->levels[j].stride);
      longest = longest > reach ? longest : reach;
    }
  }

  // Zero frames make columns that are all alike, if not zero: each branch's
  // receptive field, its windows and the means' memory are then full of them.
  // Only whole numbers get there exactly, so never in floating point.
  const double frames = memory + 2.0 * longest;
  if (network->precision == PRECISION_INT8 && frames < 1e9) {
    span.reach = (uint32_t)frames;
  }
  return span;
}
