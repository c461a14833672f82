// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/watch/source/pcm_queue.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/// The lock guards all else
struct PcmQueue {
  pthread_mutex_t lock;
  PcmBlock* first;
  PcmBlock* last;
  double length;  ///< Seconds that wait
  double dropped; ///< Seconds, before `first`
};

PcmBlock*
pcm_block_new(const Samples* samples)
{
  const size_t n = samples->n;
  PcmBlock* const block = (PcmBlock*)malloc(
      sizeof(PcmBlock) + samples->n_channels * n * sizeof(float));
  if (block) {
    *block = (PcmBlock){.rate = samples->rate,
                        .n_channels = samples->n_channels,
                        .n = samples->n};
    for (uint32_t c = 0; c < samples->n_channels; ++c) {
      memcpy(block->samples + c * n, samples->channels[c], n * sizeof(float));
    }
  }
  return block;
}

void
pcm_block_free(PcmBlock* block)
{
  if (block) {
    free(block->title);
    free(block);
  }
}

PcmQueue*
pcm_queue_new(void)
{
  PcmQueue* const queue = (PcmQueue*)calloc(1, sizeof(PcmQueue));
  if (queue) {
    pthread_mutex_init(&queue->lock, NULL);
  }
  return queue;
}

void
pcm_queue_free(PcmQueue* queue)
{
  if (queue) {
    while (queue->first) {
      PcmBlock* const block = queue->first;
      queue->first = block->next;
      pcm_block_free(block);
    }
    pthread_mutex_destroy(&queue->lock);
    free(queue);
  }
}

static double
seconds_of(const PcmBlock* block)
{
  return (double)block->n / (double)block->rate;
}

static PcmBlock*
take_first(PcmQueue* queue)
{
  PcmBlock* const block = queue->first;
  if (block) {
    queue->first = block->next;
    queue->last = queue->first ? queue->last : NULL;
    queue->length = queue->first ? queue->length - seconds_of(block) : 0.0;
    block->next = NULL;
  }
  return block;
}

/// What is known with a block that is dropped is known with the next
static void
drop_first(PcmQueue* queue)
{
  PcmBlock* const block = take_first(queue);
  PcmBlock* const next = queue->first;
  queue->dropped += seconds_of(block);
  if (next) {
    next->is_first = next->is_first || block->is_first;
    if (!next->title) {
      next->title = block->title;
      block->title = NULL;
    }
  }
  pcm_block_free(block);
}

void
pcm_queue_push(PcmQueue* queue, PcmBlock* block)
{
  pthread_mutex_lock(&queue->lock);
  if (queue->last) {
    queue->last->next = block;
  } else {
    queue->first = block;
  }
  queue->last = block;
  queue->length += seconds_of(block);
  while (queue->length > PCM_QUEUE_SECONDS && queue->first != queue->last) {
    drop_first(queue);
  }
  pthread_mutex_unlock(&queue->lock);
}

PcmBlock*
pcm_queue_pop(PcmQueue* queue, double* dropped)
{
  pthread_mutex_lock(&queue->lock);
  *dropped += queue->dropped;
  queue->dropped = 0.0;
  PcmBlock* const block = take_first(queue);
  pthread_mutex_unlock(&queue->lock);
  return block;
}

double
pcm_queue_length(PcmQueue* queue)
{
  pthread_mutex_lock(&queue->lock);
  const double length = queue->length;
  pthread_mutex_unlock(&queue->lock);
  return length;
}
