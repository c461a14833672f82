// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// Who works when, with the worker held up at will

#undef NDEBUG
#define _POSIX_C_SOURCE 200809L

#include "base/clock.h"
#include "model/file/network_file.h"
#include "plugin/worker.h"
#include "tests/support/random.h"
#include "tests/support/random_network.h"
#include "tests/support/run.h"

#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#define RATE 48000u
#define BLOCK 2048u

static Network* network;
static float audio[BLOCK];

/// Somebody else's thread in the middle of the work
typedef struct {
  Worker* worker;
  atomic_bool inside;
  atomic_bool leave;
} Holder;

static Tagger*
new_tagger(void)
{
  Error error = {""};
  Tagger* const tagger = tagger_new(network, RATE, &error);
  assert(tagger);
  return tagger;
}

static void
feed(Worker* worker, bool freewheeling)
{
  const float* const channels[] = {audio};
  worker_feed(worker, channels, 1, BLOCK, freewheeling);
}

static LV2_Worker_Status
count_messages(LV2_Worker_Schedule_Handle handle,
               uint32_t size,
               const void* data)
{
  assert(size > 0 && size <= 16 && data);
  ++*(unsigned*)handle;
  return LV2_WORKER_SUCCESS;
}

static LV2_Worker_Status
refuse_messages(LV2_Worker_Schedule_Handle handle,
                uint32_t size,
                const void* data)
{
  count_messages(handle, size, data);
  return LV2_WORKER_ERR_NO_SPACE;
}

static unsigned
count_updates(Worker* worker, Tagger* tagger, unsigned n_blocks, bool freewheel)
{
  unsigned n_updates = 0;
  for (unsigned i = 0; i < n_blocks; ++i) {
    bool is_new = false;
    feed(worker, freewheel);
    tagger_read(tagger, &is_new);
    n_updates += is_new;
  }
  return n_updates;
}

/// The audio thread does it all: each update is there at once
static void
test_direct(void)
{
  Tagger* const tagger = new_tagger();
  unsigned n_messages = 0;
  const LV2_Worker_Schedule schedule = {&n_messages, count_messages};
  const unsigned n = 100;
  const unsigned expected = (n - 10) * BLOCK / tagger_update_samples(tagger);

  Worker* const with = worker_new(tagger, &schedule, RATE);
  worker_start(with);
  assert(count_updates(with, tagger, n, true) >= expected);
  assert(!n_messages && worker_is_synchronous(with));
  worker_free(with);

  Worker* const without = worker_new(tagger, NULL, RATE);
  assert(count_updates(without, tagger, n, false) >= expected);
  worker_start(without); // With a thread, but not in real time
  assert(count_updates(without, tagger, 15, false) >= 1);
  assert(worker_is_synchronous(without) && !tagger_dropped(tagger));
  worker_free(without);
  tagger_free(tagger);
}

/// A message when there is work, no other until that is done
static void
test_messages(void)
{
  Tagger* const tagger = new_tagger();
  unsigned n = 0;
  const LV2_Worker_Schedule schedule = {&n, count_messages};
  Worker* const worker = worker_new(tagger, &schedule, RATE);
  worker_start(worker);
  while (!tagger_pending(tagger)) {
    assert(n == 0);
    feed(worker, false);
  }
  assert(n == 1 && !worker_is_synchronous(worker));
  feed(worker, false);
  assert(n == 1);
  worker_work(worker);
  assert(!tagger_pending(tagger));
  while (!tagger_pending(tagger)) {
    feed(worker, false);
  }
  assert(n == 2);

  // After three quarters of a second it counts as lost
  for (unsigned i = 0; i < 3 * RATE / 4 / BLOCK - 1; ++i) {
    feed(worker, false);
    assert(n == 2);
  }
  feed(worker, false);
  feed(worker, false);
  assert(n == 3);
  worker_free(worker);
  tagger_free(tagger);
}

/// A message that is not taken is sent again with the next block.  If none ever
/// is, the audio thread does the work, late but without losing anything.
static void
test_refused_messages(void)
{
  Tagger* const tagger = new_tagger();
  unsigned n = 0;
  const LV2_Worker_Schedule schedule = {&n, refuse_messages};
  Worker* const worker = worker_new(tagger, &schedule, RATE);
  worker_start(worker);
  while (!tagger_pending(tagger)) {
    feed(worker, false);
  }
  for (unsigned i = 1; tagger_waiting(tagger) + BLOCK < RATE; ++i) {
    assert(n == i);
    feed(worker, false);
    assert(!worker_is_synchronous(worker));
  }

  const unsigned n_blocks = 10 * RATE / BLOCK;
  const unsigned n_updates = count_updates(worker, tagger, n_blocks, false);
  assert(n_updates >= n_blocks * BLOCK / tagger_update_samples(tagger) - 1);
  assert(2 * tagger_waiting(tagger) <= 3 * RATE + 2 * BLOCK);
  assert(!tagger_dropped(tagger));
  worker_free(worker);
  tagger_free(tagger);
}

static void
hold(void* data, const Frame* frame)
{
  Holder* const holder = (Holder*)data;
  (void)frame;
  atomic_store(&holder->inside, true);
  while (!atomic_load(&holder->leave)) {
    sleep_seconds(0.001);
  }
}

static void*
holder_main(void* data)
{
  worker_work(((Holder*)data)->worker);
  return NULL;
}

/// While another thread is at work the audio thread neither works nor waits
static void
test_hand_over(void)
{
  Tagger* const tagger = new_tagger();
  unsigned n_messages = 0;
  const LV2_Worker_Schedule schedule = {&n_messages, count_messages};
  Worker* const worker = worker_new(tagger, &schedule, RATE);
  Holder holder = {.worker = worker};
  worker_start(worker);
  for (unsigned i = 0; i < 8; ++i) {
    feed(worker, false);
  }

  pthread_t thread;
  tagger_on_frame(tagger, hold, &holder);
  assert(!pthread_create(&thread, NULL, holder_main, &holder));
  while (!atomic_load(&holder.inside)) {
    sleep_seconds(0.001);
  }
  assert(!worker_forget(worker));
  assert(count_updates(worker, tagger, 8, true) == 0);
  worker_work(worker); // Nor does a second worker
  atomic_store(&holder.leave, true);
  pthread_join(thread, NULL);
  tagger_on_frame(tagger, NULL, NULL);

  assert(count_updates(worker, tagger, 8, true) >= 1); // Nothing was lost
  assert(tagger_dropped(tagger) == 0 && tagger_time(tagger) > 0.5);
  assert(worker_forget(worker));
  assert(tagger_time(tagger) == 0.0);
  worker_free(worker);
  tagger_free(tagger);
}

/// In real time our own thread takes over; when it cannot keep up, no longer
static void
test_own_thread(void)
{
  Tagger* const tagger = new_tagger();
  Worker* const worker = worker_new(tagger, NULL, RATE);
  worker_start(worker);
  for (unsigned i = 0; worker_is_synchronous(worker) || i < 30; ++i) {
    assert(i < 500);
    feed(worker, false);
    sleep_seconds((double)BLOCK / RATE);
  }
  while (tagger_load(tagger) == 0.0f) {
    feed(worker, false);
    sleep_seconds((double)BLOCK / RATE);
  }
  assert(!tagger_dropped(tagger));

  for (unsigned i = 0; !worker_is_synchronous(worker); ++i) {
    assert(i < 10 * RATE / BLOCK);
    feed(worker, false); // All at once
  }
  worker_stop(worker);
  assert(count_updates(worker, tagger, 30, false) > 3); // Without the thread
  worker_stop(worker);
  worker_free(worker);
  tagger_free(tagger);
}

int
main(void)
{
  Random random = {1};
  for (unsigned i = 0; i < BLOCK; ++i) {
    audio[i] = random_uniform(&random, -1.0f, 1.0f);
  }
  const NetworkShape shape = shape_default(PRECISION_INT8);
  network = random_network_load(&shape, 1);
  worker_free(NULL);
  RUN(test_direct());
  RUN(test_messages());
  RUN(test_refused_messages());
  RUN(test_hand_over());
  RUN(test_own_thread());
  network_free(network);
  return 0;
}
