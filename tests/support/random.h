// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_RANDOM_H
#define EARMARK_RANDOM_H

#include <stdint.h>

/// Small seeded generator (splitmix64): the same numbers on every machine
typedef struct {
  uint64_t state;
} Random;

uint64_t random_bits(Random* random);

/// 0 to n - 1
uint32_t random_below(Random* random, uint32_t n);

/// low to high, both included
uint32_t random_range(Random* random, uint32_t low, uint32_t high);

/// Uniform in low..high
float random_uniform(Random* random, float low, float high);

#endif
