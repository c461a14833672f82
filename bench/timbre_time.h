// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_TIMBRE_TIME_H
#define EARMARK_TIMBRE_TIME_H

#include "model/kernels/kernels.h"
#include "model/network.h"

/// Nanoseconds of CPU time a frame takes in the network's banks of 2-D filters,
/// the best of some tries; 0 if it has none
double timbre_ns_per_frame(const Network* network, const Kernels* kernels);

#endif
