// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_PCM_QUEUE_H
#define EARMARK_PCM_QUEUE_H

#include "tools/watch/source/stream_decoder.h"
#include "tools/watch/source/stream_title.h"

#include <stdbool.h>
#include <stdint.h>

/// A stretch of audio, and what became known with it
typedef struct PcmBlock {
  struct PcmBlock* next; ///< The queue's
  double begin;          ///< Stamp, as stamp_clock_place() gives it
  double end;
  bool is_first;      ///< Of a connection
  StreamTitle* title; ///< From here on; NULL for the same as before
  uint32_t rate;      ///< Hz
  uint32_t n_channels;
  uint32_t n;      ///< Samples of each channel
  float samples[]; ///< [n_channels][n]
} PcmBlock;

/// A copy of samples; NULL if memory is short
PcmBlock* pcm_block_new(const Samples* samples);

/// `block` may be NULL
void pcm_block_free(PcmBlock* block);

/**
   Audio from the thread that reads a source to one that analyses it, at most
   PCM_QUEUE_SECONDS of it.  [any]
*/
typedef struct PcmQueue PcmQueue;

#define PCM_QUEUE_SECONDS 4.0

/// NULL if memory is short
PcmQueue* pcm_queue_new(void);

/// With all blocks.  `queue` may be NULL
void pcm_queue_free(PcmQueue* queue);

/// Append a block, which the queue then owns.  Where it is full, the oldest is
/// dropped.
void pcm_queue_push(PcmQueue* queue, PcmBlock* block);

/// The oldest block, which the caller then owns, or NULL; seconds that were
/// dropped before it since the last call are added to `*dropped`
PcmBlock* pcm_queue_pop(PcmQueue* queue, double* dropped);

/// Seconds that wait
double pcm_queue_length(PcmQueue* queue);

#endif
