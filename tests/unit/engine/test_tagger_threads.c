// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// The engine in two threads

#undef NDEBUG
#define _POSIX_C_SOURCE 200809L

#include "base/clock.h"
#include "engine/tagger.h"
#include "model/file/network_file.h"
#include "tests/support/random_network.h"
#include "tests/support/run.h"
#include "tests/support/signals.h"

#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BLOCK 256u

static atomic_bool done;

static void*
work_until_done(void* data)
{
  while (!atomic_load(&done)) {
    tagger_work_timed((Tagger*)data);
    sleep_seconds(0.001);
  }
  return NULL;
}

/// One thread pushes and reads while another works
static void
test_threads(void)
{
  static float audio[BLOCK];
  const float* const mono[] = {audio};
  const NetworkShape shape = shape_default(PRECISION_INT8);
  Network* const network = random_network_load(&shape, 1);
  Tagger* const tagger = tagger_new(network, 48000.0, NULL);
  assert(tagger);
  signal_noise(audio, BLOCK, 0.3f, 1);
  pthread_t worker;
  const int failed = pthread_create(&worker, NULL, work_until_done, tagger);
  assert(!failed);
  double time = 0.0;
  while (time < 4.0) {
    bool is_new = false;
    if (!tagger_pending(tagger)) {
      tagger_push(tagger, mono, 1, BLOCK);
    }
    const float* const probabilities = tagger_read(tagger, &is_new);
    for (uint32_t o = 0; o < network->n_outputs; ++o) {
      assert(probabilities[o] >= 0.0f && probabilities[o] <= 1.0f);
    }
    assert(tagger_time(tagger) >= time);
    time = tagger_time(tagger);
  }
  atomic_store(&done, true);
  assert(!pthread_join(worker, NULL));
  assert(!tagger_dropped(tagger));
  assert(tagger_load(tagger) > 0.0f);
  tagger_free(tagger);
  network_free(network);
}

int
main(void)
{
  RUN(test_threads());
  return 0;
}
