// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_STREAM_H
#define EARMARK_STREAM_H

#include "base/realtime.h"
#include "dsp/frame.h"
#include "model/kernels/kernels.h"
#include "model/network.h"

#include <stdbool.h>

/**
   The network run over a stream of log-mel frames: its banks of 2-D filters and
   all branches, then, when asked, the features and the head.

   [work], but for what makes and frees it.
*/
typedef struct Stream Stream;

/// [setup] `network` must outlive it; means may reach back over `max_memory`
/// seconds.  NULL if memory is short.
Stream*
stream_new(const Network* network, const Kernels* kernels, double max_memory);

/// [setup]
void stream_free(Stream* stream);

/// Forget the past, but not the memory setting
EARMARK_REALTIME void stream_reset(Stream* stream);

/// Let the rolling means look back over `seconds`
EARMARK_REALTIME void stream_set_memory(Stream* stream, double seconds);

/// Add a frame.  Frames wait until there are some, or until features are asked
/// for: the branches take several in one go faster.  Where all that is
/// remembered is zero, another zero frame costs next to nothing.
EARMARK_REALTIME void stream_push(Stream* stream, const Frame* frame);

/// Is there anything to go by?  Once the first level of the shortest branch has
/// seen a whole window; until then all features are 0.
EARMARK_REALTIME bool stream_has_features(const Stream* stream);

/// features[n_features] as of now; valid until the next call
EARMARK_REALTIME const float* stream_features(Stream* stream);

/// probabilities[n_outputs] as of now.  The network's output for silence is 1
/// once the whole memory is silence, and before the first sound.
EARMARK_REALTIME void stream_probabilities(Stream* stream,
                                           float* probabilities);

#endif
