// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_FRAMER_H
#define EARMARK_FRAMER_H

#include "base/realtime.h"
#include "dsp/frame.h"
#include "dsp/logmel.h"

#include <stdint.h>

#define FRAMER_BLOCK 1024u ///< Most samples that it takes at a time

/**
   Samples of any rate to log-mel frames: resampler, high-pass, log-mel,
   level.

   The stream's first sample counts as DC that was there before, so that DC
   makes no click where a stream begins.

   [work], but for what makes, frees and resets it.
*/
typedef struct Framer Framer;

/// Takes a frame, which is valid until it returns
typedef void (*FramerFunc)(void* data, const Frame* frame);

/// [setup] For input of `rate` Hz.  NULL if a setting or the rate makes no
/// sense or memory is short.
Framer* framer_new(const FrontEnd* settings, double rate);

/// [setup]
void framer_free(Framer* framer);

/// [setup] Back to the state of a new one, to the bit; may allocate
void framer_reset(Framer* framer);

/// Forget the past without allocating; frames then stand where they do after a
/// reset within half a sample of the network's rate
EARMARK_REALTIME void framer_forget(Framer* framer);

/// Take n <= FRAMER_BLOCK finite samples in and hand on the frames that they
/// complete.  How the stream is cut up changes nothing.
EARMARK_REALTIME void framer_feed(Framer* framer,
                                  const float* samples,
                                  uint32_t n,
                                  FramerFunc func,
                                  void* data);

#endif
