// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_PUBLICATION_H
#define EARMARK_PUBLICATION_H

#include "base/realtime.h"

#include <stdbool.h>
#include <stdint.h>

/// What the worker hands to the audio thread
typedef struct {
  double time;          ///< Seconds of audio analysed
  float* probabilities; ///< [n_outputs]
} Update;

/**
   The newest update, from one writing to one reading thread, wait-free.

   Three updates: one is the writer's, one the reader's, and the one between
   changes hands by a single atomic exchange on either side.  In the engine,
   [writer] is whoever works and [reader] the audio thread.
*/
typedef struct Publication Publication;

/// [setup] NULL if memory is short
Publication* publication_new(uint32_t n_outputs);

/// [setup]
void publication_free(Publication* publication);

/// All updates 0, none new; only while neither thread is at work
EARMARK_REALTIME void publication_reset(Publication* publication);

/// [writer] The update to fill in
EARMARK_REALTIME Update* publication_draft(Publication* publication);

/// [writer] Publish the draft; the next draft is another update
EARMARK_REALTIME void publication_send(Publication* publication);

/// [reader] The newest update; stays as it is until the next call
EARMARK_REALTIME const Update* publication_newest(Publication* publication,
                                                  bool* is_new);

#endif
