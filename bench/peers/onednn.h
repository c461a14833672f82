// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_ONEDNN_H
#define EARMARK_ONEDNN_H

#include "model/kernels/kernels.h"

#include <stdbool.h>

/// Kernels whose products oneDNN computes, as int8 matrix products, to the bit.
/// Primitives and packed weights are made at first use.
extern const Kernels kernels_onednn;

/// False if oneDNN refused anything so far
bool onednn_ok(void);

#endif
