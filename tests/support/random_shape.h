// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_RANDOM_SHAPE_H
#define EARMARK_RANDOM_SHAPE_H

#include "dsp/logmel.h"
#include "model/network.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct {
  uint32_t filters;
  uint32_t length;
  uint32_t pool;
} LevelShape;

typedef struct {
  uint32_t frames;
  uint32_t n_levels;
  LevelShape levels[NETWORK_MAX_LEVELS];
} BranchShape;

typedef struct {
  uint32_t bands;
  uint32_t frames;
  uint32_t stride;
  uint32_t filters;
} BankShape;

/// What a network file that a test wants looks like, all but the weights
typedef struct {
  Precision precision;
  const char* float_type; ///< "F16" or "F32": weights of a float network
  FrontEnd front_end;
  uint32_t n_branches;
  BranchShape branches[NETWORK_MAX_BRANCHES];
  uint32_t n_dense;
  uint32_t dense[NETWORK_MAX_DENSE]; ///< Outputs of each dense layer
  uint32_t update_frames;
  float memory;
  const char* outputs; ///< JSON text; NULL: names are made up
  const char* views;   ///< JSON text; NULL: two views are made up
  uint32_t n_banks;    ///< 0: no timbre, and a file of the first version
  BankShape banks[NETWORK_MAX_BANKS];
  uint32_t timbre_window;
  bool light; ///< Weights of convs are what kernels_are_light() calls so
} NetworkShape;

/// The shape of the network that Earmark comes with
NetworkShape shape_default(Precision precision);

/// The settings of a level follower for a front end
LevelSettings shape_level(void);

/// A small one of two branches, of which tests know each number
NetworkShape shape_small(Precision precision);

/// The same with two banks of 2-D filters
NetworkShape shape_small_timbre(Precision precision);

/// Any shape that a network may have, small enough for quick tests
NetworkShape shape_random(Precision precision, uint64_t seed);

#endif
