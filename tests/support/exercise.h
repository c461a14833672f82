// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_EXERCISE_H
#define EARMARK_EXERCISE_H

#include "tests/support/random_shape.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Load a network file of these bytes and, if that works, run it over some
/// frames and merge its views: all results must be in 0..1.  Returns whether
/// it was loaded.
bool exercise_network(const void* bytes, size_t size);

/// A random shape with few and narrow layers, for files of some kilobytes
NetworkShape exercise_shape(Precision precision, uint64_t seed);

#endif
