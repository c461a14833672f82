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
  size_t in_size;    ///< Bytes of an input column
  size_t out_size;   ///< Bytes of an output column
  uint8_t* inputs;   ///< What the next conv outputs need, oldest column first
  uint8_t* outputs;  ///< [ARITHMETIC_COLUMNS] conv outputs, then pooled ones
  uint8_t* pooled;   ///< Maximum of the conv outputs of this pool so far
  uint32_t n_inputs; ///< Columns in `inputs`
  uint32_t n_pooled; ///< Conv outputs in `pooled`
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
  level->inputs =
      (uint8_t*)calloc(spec->length - 1 + ARITHMETIC_COLUMNS, level->in_size);
  level->outputs = (uint8_t*)calloc(ARITHMETIC_COLUMNS, level->out_size);
  level->pooled = (uint8_t*)calloc(1, level->out_size);
  level->rolling = rolling_new(arithmetic, spec->n_out, spec->window,
                               columns_in(spec, max_frames));
  return level->inputs && level->outputs && level->pooled && level->rolling;
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
    free(branch->levels[i].outputs);
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

/// Take columns in and conv where there are enough; returns how many outputs
/// that made
static uint32_t
level_conv(Branch* branch, LevelState* level, const void* columns, uint32_t n)
{
  const uint32_t length = level->spec->length;
  memcpy(level->inputs + level->n_inputs * level->in_size, columns,
         n * level->in_size);
  level->n_inputs += n;
  if (level->n_inputs < length) {
    return 0;
  }

  const uint32_t n_out = level->n_inputs - length + 1;
  branch->arithmetic->conv(branch->kernels, level->spec, level->inputs, n_out,
                           level->outputs, branch->scratch);
  level->n_inputs = length - 1;
  memmove(level->inputs, level->inputs + n_out * level->in_size,
          level->n_inputs * level->in_size);
  return n_out;
}

/// Max-pool `n` conv outputs in place; returns how many columns that completes
static uint32_t
level_pool(const Branch* branch, LevelState* level, uint32_t n)
{
  uint32_t n_out = 0;
  for (uint32_t i = 0; i < n; ++i) {
    const uint8_t* const fresh = level->outputs + i * level->out_size;
    if (level->n_pooled) {
      branch->arithmetic->max(level->pooled, fresh, level->spec->n_out);
    } else {
      memcpy(level->pooled, fresh, level->out_size);
    }
    level->n_pooled = (level->n_pooled + 1) % level->spec->pool;
    if (!level->n_pooled) {
      memcpy(level->outputs + n_out++ * level->out_size, level->pooled,
             level->out_size);
    }
  }
  return n_out;
}

void
branch_push(Branch* branch, const void* columns, uint32_t n)
{
  for (uint32_t i = 0; n && i < branch->spec->n_levels; ++i) {
    LevelState* const level = &branch->levels[i];
    n = level_conv(branch, level, columns, n);
    n = level_pool(branch, level, n);
    for (uint32_t c = 0; c < n; ++c) {
      rolling_push(level->rolling, level->outputs + c * level->out_size);
    }
    columns = level->outputs;
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
