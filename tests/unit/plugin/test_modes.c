// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// Who does the work: the host's worker, well or badly, a thread of the plugin's
// own, or run() itself; many instances, in many threads

#undef NDEBUG
#define _POSIX_C_SOURCE 200809L

#include "base/clock.h"
#include "tests/support/host/player.h"
#include "tests/support/run.h"

#include <assert.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STEREO "urn:earmark:stereo"
#define N_INSTANCES 64u
#define N_PLUGINS 7u /* different ones among them */
#define N_THREADS 4u

static PluginHost* host;

/// Play in something like real time until tags come; asserts that they do
static void
await_tags(Instance* self, Random* random)
{
  for (uint32_t i = 0; player_sum_of_tags(self) == 0.0f; ++i) {
    assert(i < 2000);
    player_fill(self, random, 2048);
    instance_run(self, 2048);
    player_check_passed(self, 2048);
    player_check_outputs(self);
    sleep_seconds(0.005);
  }
}

static void
test_worker_modes(void)
{
  for (WorkerMode mode = WORKER_THREADED; mode <= WORKER_LOSING; ++mode) {
    Random random = {8};
    Instance* const self = player_start(host, STEREO, 48e3, FEATURES_WORKER);
    atomic_store(&self->worker.mode, mode);
    if (mode == WORKER_THREADED || mode == WORKER_INLINE) {
      await_tags(self, &random);
      assert(*instance_control(self, "dropped") == 0.0f);
      assert(*instance_control(self, "load") > 0.0f);
    } else {
      // run() helps out, and all is well once the host's worker works
      player_play(self, &random, 48e3, 5.0, 2048);
      const unsigned n = atomic_load(&self->worker.scheduled);
      assert(n >= 2);
      assert(player_sum_of_tags(self) > 0.0f);
      assert(*instance_control(self, "load") == 0.0f);
      atomic_store(&self->worker.mode, WORKER_THREADED);
      while (*instance_control(self, "load") == 0.0f) {
        player_play(self, &random, 48e3, 0.1, 2048);
        sleep_seconds(0.005);
      }
      assert(*instance_control(self, "dropped") == 0.0f);
    }
    assert(atomic_load(&self->worker.scheduled) > 0);
    assert(atomic_load(&self->worker.largest) <= 16);
    instance_free(self);
  }
}

/// No second message while the first is on its way
static void
test_one_message_at_a_time(void)
{
  Random random = {9};
  Instance* const self = player_start(host, STEREO, 48e3, FEATURES_WORKER);
  atomic_store(&self->worker.mode, WORKER_LOSING);
  player_play(self, &random, 48e3, 0.7, 256);
  assert(atomic_load(&self->worker.scheduled) == 1);
  instance_free(self);
}

/// Freewheeling on and off while the worker works
static void
test_freewheeling_switches(void)
{
  static const FeatureSet sets[] = {FEATURES_NULL, FEATURES_WORKER};
  for (uint32_t s = 0; s < 2; ++s) {
    Random random = {10};
    Instance* const self = player_start(host, STEREO, 48e3, sets[s]);
    for (uint32_t i = 0; i < 200; ++i) {
      *instance_control(self, "freewheeling") = (float)random_below(&random, 2);
      player_fill(self, &random, 4096);
      instance_run(self, 4096);
      player_check_passed(self, 4096);
      player_check_outputs(self);
      if (i % 8 == 0) {
        sleep_seconds(0.002);
      }
    }
    instance_free(self);
  }
}

/// Without a worker and as fast as can be, as GStreamer does: nothing is lost
static void
test_faster_than_real_time(void)
{
  Random random = {11};
  Instance* const self = player_start(host, STEREO, 48e3, FEATURES_PLAIN);
  player_fill(self, &random, 1024);
  for (uint32_t i = 0; i < 60 * 48000 / 1024; ++i) {
    instance_run(self, 1024);
  }
  assert(*instance_control(self, "dropped") == 0.0f);
  assert(player_sum_of_tags(self) > 0.0f);
  instance_free(self);
}

/// Without a worker and in real time: our own thread takes over
static void
test_real_time_without_worker(void)
{
  Random random = {12};
  Instance* const self = player_start(host, STEREO, 48e3, FEATURES_PLAIN);
  player_fill(self, &random, 2400);
  for (uint32_t i = 0; i < 40; ++i) {
    instance_run(self, 2400);
    sleep_seconds(0.05);
  }
  assert(*instance_control(self, "load") > 0.0f); // The thread has worked
  assert(*instance_control(self, "dropped") == 0.0f);
  assert(player_sum_of_tags(self) > 0.0f);
  instance_free(self);
}

static void
test_many_instances(void)
{
  static Instance* all[N_INSTANCES];
  Random random = {14};
  for (uint32_t i = 0; i < N_INSTANCES; ++i) {
    all[i] = player_start(host, host->get_descriptor(i % N_PLUGINS)->URI, 48e3,
                          i % 2 ? FEATURES_PLAIN : FEATURES_WORKER);
  }
  for (uint32_t block = 0; block < 30; ++block) {
    for (uint32_t i = 0; i < N_INSTANCES; ++i) {
      player_fill(all[i], &random, 1024);
      instance_run(all[i], 1024);
      player_check_passed(all[i], 1024);
    }
  }
  for (uint32_t i = 0; i < N_INSTANCES; ++i) {
    player_check_outputs(all[i]);
    instance_free(all[i]);
  }
}

static void*
thread_main(void* data)
{
  float* const tags = (float*)data;
  for (uint32_t i = 0; i < 3; ++i) {
    Instance* const self = player_start(host, STEREO, 48e3, FEATURES_EMPTY);
    player_tags_of(self, 48e3, 512, tags);
    instance_free(self);
  }
  return NULL;
}

/// Instances live and die in several threads at once
static void
test_threads(void)
{
  static float tags[N_THREADS][512];
  pthread_t threads[N_THREADS];
  for (uint32_t i = 0; i < N_THREADS; ++i) {
    assert(!pthread_create(&threads[i], NULL, thread_main, tags[i]));
  }
  for (uint32_t i = 0; i < N_THREADS; ++i) {
    assert(!pthread_join(threads[i], NULL));
    assert(!memcmp(tags[i], tags[0], sizeof(tags[0])));
  }
}

int
main(void)
{
  host = host_new();
  RUN(test_worker_modes());
  RUN(test_one_message_at_a_time());
  RUN(test_freewheeling_switches());
  RUN(test_faster_than_real_time());
  RUN(test_real_time_without_worker());
  RUN(test_many_instances());
  RUN(test_threads());
  host_free(host);
  return 0;
}
