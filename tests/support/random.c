// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tests/support/random.h"

uint64_t
random_bits(Random* const random)
{
  uint64_t z = (random->state += 0x9E3779B97F4A7C15u);
  z = (z ^ (z >> 30u)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27u)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31u);
}

uint32_t
random_below(Random* const random, const uint32_t n)
{
  return (uint32_t)(((random_bits(random) >> 32u) * n) >> 32u);
}

uint32_t
random_range(Random* const random, const uint32_t low, const uint32_t high)
{
  return low + random_below(random, high - low + 1u);
}

float
random_uniform(Random* const random, const float low, const float high)
{
  const float unit = (float)(random_bits(random) >> 40u) * 0x1p-24f;
  return low + (high - low) * unit;
}
