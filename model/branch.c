// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "model/branch.h"

#include "model/rolling.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/// One level's state
typedef struct {
  const Level* spec;
  size_t in_size;  ///< Bytes of an input column
  size_t out_size; ///< Bytes of an output column
  uint8_t* inputs; ///< The newest `length` columns, each kept twice (below)
  uint8_t* fresh;  ///< One conv output
  uint8_t* pooled; ///< Maximum of the conv outputs of this pool so far
  uint64_t n_inputs;
  uint32_t n_pooled;
  Rolling* rolling;
} LevelState;

struct Branch {
  const BranchSpec* spec;
  const Arithmetic* arithmetic;
  const Kernels* kernels;
  void* scratch;
  LevelState* levels;
};

static uint32_t
columns_in(const Level* level, double frames)
{
  const double columns = rint(frames / level->stride);
  return columns > 1.0 ? (uint32_t)columns : 1;
}

static bool
level_init(LevelState* level,
           const Level* spec,
           const Arithmetic* arithmetic,
           double max_frames)
{
  level->spec = spec;
  level->in_size = spec->n_in * arithmetic->element_size;
  level->out_size = spec->n_out * arithmetic->element_size;
  level->inputs = (uint8_t*)calloc(2 * spec->length, level->in_size);
  level->fresh = (uint8_t*)calloc(1, level->out_size);
  level->pooled = (uint8_t*)calloc(1, level->out_size);
  level->rolling = rolling_new(arithmetic, spec->n_out, spec->window,
                               columns_in(spec, max_frames));
  return level->inputs && level->fresh && level->pooled && level->rolling;
}

Branch*
branch_new(const BranchSpec* spec,
           const Arithmetic* arithmetic,
           const Kernels* kernels,
           double max_frames)
{
  Branch* const branch = (Branch*)calloc(1, sizeof(Branch));
  if (!branch) {
    return NULL;
  }

  branch->spec = spec;
  branch->arithmetic = arithmetic;
  branch->kernels = kernels;
  branch->scratch = calloc(1, ARITHMETIC_SCRATCH);
  branch->levels = (LevelState*)calloc(spec->n_levels, sizeof(LevelState));

  bool ok = branch->scratch && branch->levels;
  for (uint32_t i = 0; ok && i < spec->n_levels; ++i) {
    ok = level_init(&branch->levels[i], &spec->levels[i], arithmetic,
                    max_frames);
  }
  if (!ok) {
    branch_free(branch);
    return NULL;
  }
  return branch;
}

void
branch_free(Branch* branch)
{
  if (!branch) {
    return;
  }
  for (uint32_t i = 0; branch->levels && i < branch->spec->n_levels; ++i) {
    rolling_free(branch->levels[i].rolling);
    free(branch->levels[i].pooled);
    free(branch->levels[i].fresh);
    free(branch->levels[i].inputs);
  }
  free(branch->levels);
  free(branch->scratch);
  free(branch);
}

void
branch_reset(Branch* branch)
{
  for (uint32_t i = 0; i < branch->spec->n_levels; ++i) {
    branch->levels[i].n_inputs = 0;
    branch->levels[i].n_pooled = 0;
    rolling_reset(branch->levels[i].rolling);
  }
}

void
branch_set_memory(Branch* branch, double frames)
{
  for (uint32_t i = 0; i < branch->spec->n_levels; ++i) {
    rolling_set_length(branch->levels[i].rolling,
                       columns_in(&branch->spec->levels[i], frames));
  }
}

/// Keep a column and return the newest `length` in one piece, oldest first, or
/// NULL while there are fewer.  Written at slot s and s + length, they start at
/// s + 1.
static const uint8_t*
keep_input(LevelState* level, const void* column)
{
  const uint32_t length = level->spec->length;
  const size_t slot = (size_t)(level->n_inputs++ % length);
  memcpy(level->inputs + slot * level->in_size, column, level->in_size);
  memcpy(level->inputs + (slot + length) * level->in_size, column,
         level->in_size);
  return level->n_inputs < length ? NULL
                                  : level->inputs + (slot + 1) * level->in_size;
}

/// Conv, ReLU and pool one column more; returns the level's output column if
/// this completes one, else NULL
static const void*
level_push(Branch* branch, LevelState* level, const void* column)
{
  const uint8_t* const x = keep_input(level, column);
  if (!x) {
    return NULL;
  }

  uint8_t* const y = level->n_pooled ? level->fresh : level->pooled;
  branch->arithmetic->conv(branch->kernels, level->spec, x, y, branch->scratch);
  if (level->n_pooled) {
    branch->arithmetic->max(level->pooled, level->fresh, level->spec->n_out);
  }

  level->n_pooled = (level->n_pooled + 1) % level->spec->pool;
  return level->n_pooled ? NULL : level->pooled;
}

void
branch_push(Branch* branch, const void* column)
{
  for (uint32_t i = 0; column && i < branch->spec->n_levels; ++i) {
    column = level_push(branch, &branch->levels[i], column);
    if (column) {
      rolling_push(branch->levels[i].rolling, column);
    }
  }
}

uint32_t
branch_features(const Branch* branch, float* features)
{
  uint32_t n = 0;
  for (uint32_t i = 0; i < branch->spec->n_levels; ++i) {
    const uint32_t filters = branch->spec->levels[i].filters;
    rolling_mean(branch->levels[i].rolling, features + n, filters);
    n += filters;
  }
  return n;
}
