// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_TAGGER_H
#define EARMARK_TAGGER_H

#include "base/error.h"
#include "base/realtime.h"
#include "dsp/frame.h"
#include "model/network.h"

#include <stdbool.h>
#include <stdint.h>

/**
   The whole engine: audio in, probabilities out.

   One thread calls what is marked [audio], one other at a time [work]; both may
   be the same thread.  base/realtime.h says more of these marks.
*/
typedef struct Tagger Tagger;

/// [setup] `network` must outlive it; `rate` in Hz.  NULL with a message on an
/// impossible rate or short memory.
Tagger* tagger_new(const Network* network, double rate, Error* error);

/// [setup]
void tagger_free(Tagger* tagger);

/// [setup] Forget the audio.  The outputs are 0 and not "new" until the next
/// update.  What follows is to the bit what a new tagger gives.  May allocate.
void tagger_reset(Tagger* tagger);

/// [audio] while nobody works: as tagger_reset(), without allocating; what
/// follows may differ from what a new tagger gives by rounding, and in time by
/// half a sample.
EARMARK_REALTIME void tagger_forget(Tagger* tagger);

/// [audio] Take `n` samples per channel (mixed to one as downmix.h says;
/// NULL channels count as silence).  What does not fit is dropped and counted.
EARMARK_REALTIME void tagger_push(Tagger* tagger,
                                  const float* const* channels,
                                  uint32_t n_channels,
                                  uint32_t n);

/// [audio] True when enough audio waits for [work] to make an update or a
/// frame
EARMARK_REALTIME bool tagger_pending(const Tagger* tagger);

/// [audio] Samples that wait for work
EARMARK_REALTIME uint32_t tagger_waiting(const Tagger* tagger);

/// [work] As tagger_work below, but with at most `n` of the waiting samples
EARMARK_REALTIME uint32_t tagger_work_some(Tagger* tagger, uint32_t n);

/// [work] As tagger_work below, and measure the load.  Not when the audio
/// thread itself does the work: reading the clock may be a system call.
uint32_t tagger_work_timed(Tagger* tagger);

/// [work] Turn all waiting audio into updates; returns how many were made.
/// Only the newest can be read: to see each, push less than
/// tagger_update_samples() at a time.
EARMARK_REALTIME uint32_t tagger_work(Tagger* tagger);

/// [audio] The newest probabilities[n_outputs], 0..1; stays valid until the
/// next call.  `*is_new` (may be NULL) says if they came since the last call.
EARMARK_REALTIME const float* tagger_read(Tagger* tagger, bool* is_new);

/// [audio] Seconds that the rolling mean looks back, clamped to
/// NETWORK_MIN_MEMORY and NETWORK_MAX_MEMORY
EARMARK_REALTIME void tagger_set_memory(Tagger* tagger, float seconds);

/// [audio] Input samples dropped since the start or reset
EARMARK_REALTIME uint64_t tagger_dropped(const Tagger* tagger);

/// [audio] Worker's time over audio's time, smoothed; 0.01 is one percent
EARMARK_REALTIME float tagger_load(const Tagger* tagger);

/// [any] Input samples from update to update, rounded down
EARMARK_REALTIME uint32_t tagger_update_samples(const Tagger* tagger);

/// [audio] Seconds of audio, from the start, that the newest update read was
/// computed from
EARMARK_REALTIME double tagger_time(const Tagger* tagger);

/// [work] The head's inputs: features[n_features] of all levels of all
/// branches, as of now; valid until the next call.  For training.
EARMARK_REALTIME const float* tagger_features(Tagger* tagger);

/// [work] Observe each frame (NULL to stop); for training and tests
typedef void (*TaggerFrameFunc)(void* data, const Frame* frame);
void tagger_on_frame(Tagger* tagger, TaggerFrameFunc func, void* data);

#endif
