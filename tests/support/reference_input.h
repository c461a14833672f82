// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_REFERENCE_INPUT_H
#define EARMARK_REFERENCE_INPUT_H

#include "model/network.h"

#include <stdint.h>

/// Input columns of the branches that the first `n_frames` frames make
uint32_t reference_n_inputs(const Network* network, uint32_t n_frames);

/// Input columns first..first+n-1, [n][n_in], from frames[][bands]: bands, and
/// the filters of all banks.  The caller frees them.
double* reference_inputs(const Network* network,
                         uint32_t n_in,
                         const float* frames,
                         uint32_t first,
                         uint32_t n);

#endif
