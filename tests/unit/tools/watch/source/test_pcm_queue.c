// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// The queue keeps the newest seconds, says what was lost, and loses no title

#undef NDEBUG

#include "tools/watch/source/pcm_queue.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define RATE 8000
#define N 800

static PcmBlock*
make(int number)
{
  static float left[N];
  static float right[N];
  const float* const channels[2] = {left, right};
  const Samples samples = {channels, 2, N, RATE};
  left[0] = (float)number;
  right[N - 1] = (float)-number;
  PcmBlock* const block = pcm_block_new(&samples);
  assert(block);
  return block;
}

int
main(void)
{
  PcmQueue* const queue = pcm_queue_new();
  double dropped = 0.0;
  assert(queue && !pcm_queue_pop(queue, &dropped));
  for (int i = 0; i < 100; ++i) {
    PcmBlock* const block = make(i);
    block->is_first = i == 0;
    if (i == 5 || i == 7) {
      block->title = (StreamTitle*)calloc(1, sizeof(StreamTitle));
      assert(block->title);
      block->title->text[0] = (char)('0' + i);
    }
    pcm_queue_push(queue, block);
  }
  assert(fabs(pcm_queue_length(queue) - PCM_QUEUE_SECONDS) < 0.11);
  PcmBlock* block = pcm_queue_pop(queue, &dropped);
  assert(block && block->is_first && block->title);
  assert(!strcmp(block->title->text, "7"));
  const int first = (int)block->samples[0];
  assert(fabs(dropped - 0.1 * first) < 1e-6);
  pcm_block_free(block);
  for (int i = first + 1; i < 100; ++i) {
    block = pcm_queue_pop(queue, &dropped);
    assert(block && (int)block->samples[0] == i);
    assert((int)block->samples[2 * N - 1] == -i);
    assert(!block->is_first && !block->title);
    pcm_block_free(block);
  }
  assert(!pcm_queue_pop(queue, &dropped));
  assert(fabs(dropped - 0.1 * first) < 1e-6);
  pcm_queue_push(queue, make(1));
  pcm_queue_free(queue);
  return 0;
}
