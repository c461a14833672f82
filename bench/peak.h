// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_PEAK_H
#define EARMARK_PEAK_H

#include <stdint.h>

#define PEAK_ROUNDS 400000u

/// What a machine can do if nothing has to be loaded: an instruction set's
/// multiply-accumulates on registers, with enough sums not to wait for any
typedef struct {
  const char* name;  ///< As Kernels.name
  uint32_t products; ///< Multiply-accumulates a round
  void (*run)(uint32_t n_rounds);
} Peak;

/// NULL if there is none for that table
const Peak* peak_of(const char* name);

#endif
