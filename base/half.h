// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_HALF_H
#define EARMARK_HALF_H

#include <stddef.h>
#include <stdint.h>

/// Half precision (IEEE 754 binary16) to single, exactly.  [any]
void half_to_float(const uint16_t* half, float* single, size_t n);

#endif
