// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_REFERENCE_H
#define EARMARK_REFERENCE_H

#include "model/network.h"

#include <stdint.h>

/**
   The network the slow way: every window recomputed from its frames.

   Shares nothing with the engine but the network file's contents.
*/

/// features[n_features] after `n_frames` frames with a memory of `seconds`
void reference_features(const Network* network,
                        const float* frames,
                        uint32_t n_frames,
                        double seconds,
                        float* features);

/// probabilities[n_outputs] from features[n_features] of a stream that is so
/// many dB louder than the network's level
void reference_head(const Network* network,
                    const float* features,
                    double level,
                    float* probabilities);

#endif
