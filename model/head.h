// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_HEAD_H
#define EARMARK_HEAD_H

#include "base/realtime.h"
#include "model/kernels/kernels.h"
#include "model/network.h"

/**
   The fully connected layers: features to probabilities.

   [work], but for what makes and frees it.
*/
typedef struct Head Head;

/// [setup] `network` must outlive it; NULL if memory is short
Head* head_new(const Network* network, const Kernels* kernels);

/// [setup]
void head_free(Head* head);

/// probabilities[n_outputs], each in 0..1, from features[n_features] of a
/// stream that is so many dB louder than the network's level
EARMARK_REALTIME void
head_run(Head* head, const float* features, float level, float* probabilities);

#endif
