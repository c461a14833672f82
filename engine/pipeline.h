// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_PIPELINE_H
#define EARMARK_PIPELINE_H

#include "base/realtime.h"
#include "dsp/framer.h"
#include "engine/publication.h"
#include "model/network.h"

#include <stdint.h>

#define PIPELINE_BLOCK FRAMER_BLOCK ///< Most samples that it takes at a time

/**
   The worker's side of the engine: samples to log-mel frames, frames through
   the network, and every few frames an update, published.

   [work], but for what makes, resets and frees it.
*/
typedef struct Pipeline Pipeline;

/// [setup] `network` and `publication` must outlive it; means may reach back
/// over `max_memory` seconds.  NULL if the rate is outside the resampler's
/// range or memory is short.
Pipeline* pipeline_new(const Network* network,
                       double rate,
                       float max_memory,
                       Publication* publication);

/// [setup]
void pipeline_free(Pipeline* pipeline);

/// [setup] Back to the state of a new one, to the bit; may allocate
void pipeline_reset(Pipeline* pipeline);

/// Forget the audio so far
EARMARK_REALTIME void pipeline_forget(Pipeline* pipeline);

/// Let the rolling means look back over `seconds`
EARMARK_REALTIME void pipeline_set_memory(Pipeline* pipeline, float seconds);

/// Observe the frames (NULL to stop)
void pipeline_on_frame(Pipeline* pipeline, FramerFunc func, void* data);

/// features[n_features] of the network as of now; valid until the next call
EARMARK_REALTIME const float* pipeline_features(Pipeline* pipeline);

/// Take n <= PIPELINE_BLOCK finite samples in; returns how many updates were
/// published.  There is none before the stream has features.
EARMARK_REALTIME uint32_t pipeline_feed(Pipeline* pipeline,
                                        const float* samples,
                                        uint32_t n);

#endif
