// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tests/support/random_shape.h"

#include "tests/support/random.h"

#include <stddef.h>

NetworkShape
shape_default(const Precision precision)
{
  static const FrontEnd front_end = {
      .rate = 22050,
      .window = 1024,
      .hop = 512,
      .bands = 128,
      .f_max = 11025.0f,
      .gain = 10.0f,
  };
  const NetworkShape shape = {
      precision,
      "F16",
      front_end,
      3,
      {{18, 3, {{128, 3, 3}, {128, 3, 3}, {256, 3, 2}}},
       {27, 3, {{128, 3, 3}, {128, 3, 3}, {256, 3, 3}}},
       {54, 4, {{128, 3, 3}, {128, 3, 3}, {256, 3, 3}, {256, 3, 2}}}},
      2,
      {512, 150},
      8,
      3.0f,
      NULL,
      NULL,
      0,
      {{0, 0, 0, 0}},
      0,
      false};
  return shape;
}

static BranchShape
branch_random(Random* const random)
{
  BranchShape branch = {1, random_range(random, 1, 4), {{0, 0, 0}}};
  for (uint32_t j = 0; j < branch.n_levels; ++j) {
    LevelShape* const level = &branch.levels[j];
    level->filters = random_range(random, 1, 70);
    level->length = random_range(random, 1, 5);
    level->pool = random_range(random, 1, 4);
    branch.frames *= level->pool;
  }
  branch.frames *= random_range(random, 1, 3);
  return branch;
}

/// Few positions: the reference takes its time
static BankShape
bank_random(Random* const random, const uint32_t bands)
{
  const uint32_t height = random_range(random, 1, bands);
  const uint32_t least = (bands - height) / 4 + 1;
  const BankShape bank = {height, random_range(random, 1, 5),
                          random_range(random, least, bands),
                          random_range(random, 1, 20)};
  return bank;
}

NetworkShape
shape_random(const Precision precision, const uint64_t seed)
{
  Random random = {seed};
  NetworkShape shape = shape_default(precision);
  shape.float_type = random_below(&random, 2) ? "F16" : "F32";
  shape.front_end.bands = random_range(&random, 20, 140);
  shape.front_end.hop = 128u * random_range(&random, 2, 6);
  shape.n_branches = random_range(&random, 1, 5);
  for (uint32_t i = 0; i < shape.n_branches; ++i) {
    shape.branches[i] = branch_random(&random);
  }
  shape.n_dense = random_range(&random, 1, 3);
  for (uint32_t i = 0; i < shape.n_dense; ++i) {
    shape.dense[i] = random_range(&random, 1, 100);
  }
  shape.update_frames = random_range(&random, 1, 12);
  shape.memory = random_uniform(&random, 0.5f, 6.0f);
  shape.n_banks = random_below(&random, 2) ? random_range(&random, 1, 3) : 0;
  for (uint32_t i = 0; i < shape.n_banks; ++i) {
    shape.banks[i] = bank_random(&random, shape.front_end.bands);
  }
  shape.timbre_window = random_range(&random, 1, 20);
  shape.light = random_below(&random, 2);
  shape.front_end.is_levelled = random_below(&random, 2);
  shape.front_end.level = shape_level();
  return shape;
}

LevelSettings
shape_level(void)
{
  return (LevelSettings){.target = -23.0f,
                         .seconds = 3.0f,
                         .gate = -65.0f,
                         .range = 25.0f,
                         .fall = 2.0f,
                         .max_gain = 40.0f,
                         .min_gain = -30.0f};
}

NetworkShape
shape_small(Precision precision)
{
  NetworkShape shape = shape_default(precision);
  shape.front_end.bands = 20;
  shape.n_branches = 2;
  shape.branches[0] = (BranchShape){12, 2, {{5, 3, 2}, {7, 4, 3}}};
  shape.branches[1] = (BranchShape){8, 1, {{17, 2, 2}}};
  shape.dense[0] = 9;
  shape.dense[1] = 5;
  return shape;
}

NetworkShape
shape_small_timbre(Precision precision)
{
  NetworkShape shape = shape_small(precision);
  shape.n_banks = 2;
  shape.banks[0] = (BankShape){7, 3, 2, 18};
  shape.banks[1] = (BankShape){20, 4, 1, 3};
  shape.timbre_window = 6;
  return shape;
}
