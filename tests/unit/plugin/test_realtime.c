// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// run() neither allocates nor locks nor calls the system, whoever does the work

#undef NDEBUG
#define _GNU_SOURCE

#include "base/clock.h"
#include "plugin/ports.h"
#include "tests/support/host/instance.h"
#include "tests/support/random.h"
#include "tests/support/trapped_libc.h"
#include "tests/support/traps.h"

#include <assert.h>
#include <fftw3.h>
#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define URI "urn:earmark:stereo-cv"
#define RATE 48000.0
#define BLOCK 960u

/// Who does the work, as the load and the tags must show in the end
typedef enum { BY_NOBODY, BY_RUN, BY_THREAD } By;

typedef struct {
  const char* name;
  FeatureSet features;
  WorkerMode mode;
  bool freewheeling;
  bool in_real_time;
  double seconds;
  By by;
} Case;

static const Case cases[] = {
    {"host's worker", FEATURES_WORKER, WORKER_THREADED, false, true, 1.5,
     BY_THREAD},
    {"work inside schedule_work()", FEATURES_WORKER, WORKER_INLINE, false,
     false, 4.0, BY_THREAD},
    {"schedule_work() fails", FEATURES_WORKER, WORKER_FAILING, false, false,
     4.0, BY_RUN},
    {"message lost", FEATURES_WORKER, WORKER_LOSING, false, false, 4.0, BY_RUN},
    {"freewheeling, with worker", FEATURES_WORKER, WORKER_THREADED, true, false,
     4.0, BY_RUN},
    {"freewheeling, no worker", FEATURES_NULL, WORKER_THREADED, true, false,
     4.0, BY_RUN},
    {"own thread, offline", FEATURES_PLAIN, WORKER_THREADED, false, false, 4.0,
     BY_RUN},
    {"own thread, real time", FEATURES_PLAIN, WORKER_THREADED, false, true, 2.0,
     BY_THREAD},
};
#define N_CASES (sizeof(cases) / sizeof(cases[0]))

/// What came of a case
typedef struct {
  const Case* wanted;
  Instance* instance;
  By by; ///< Who did the work
  Traps traps;
} Outcome;

static Outcome outcomes[N_CASES];

/// What the traps say to acts that they should see
static struct {
  Traps nothing;
  Traps allocations; ///< Five
  Traps locks;       ///< Two
  Traps library;     ///< Two allocations or more, inside FFTW
  Traps system_call; ///< getppid()
} proofs;

static atomic_uint ticks; ///< Blocks of real time; the audio thread cannot wait
static atomic_bool finished;
static bool has_system_call_trap;

static void
prove_traps(void)
{
  static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  void* volatile memory = NULL;

  traps_arm();
  proofs.nothing = traps_disarm();

  traps_arm();
  memory = malloc(16);
  // cppcheck-suppress memleakOnRealloc // It is never NULL here
  memory = realloc(memory, 32);
  free(memory);
  memory = calloc(1, 16);
  free(memory);
  proofs.allocations = traps_disarm();

  traps_arm();
  pthread_mutex_lock(&mutex);
  pthread_mutex_unlock(&mutex);
  proofs.locks = traps_disarm();

  traps_arm();
  memory = fftwf_malloc(64);
  fftwf_free(memory);
  proofs.library = traps_disarm();

  traps_arm();
  syscall(SYS_getppid);
  proofs.system_call = traps_disarm();
}

static void
check_proofs(void)
{
  assert(!proofs.nothing.allocations && !proofs.nothing.locks);
  assert(!proofs.nothing.system_calls);
  assert(proofs.allocations.allocations == 5);
  assert(proofs.locks.locks == 2 && !proofs.locks.allocations);
  assert(proofs.library.allocations >= 2);
  if (has_system_call_trap) {
    assert(proofs.system_call.system_calls == 1);
    assert(proofs.system_call.last_system_call == SYS_getppid);
  } else {
    printf("without seccomp: system calls were not trapped\n");
  }
}

static bool
check_outcome(const Outcome* self)
{
  const Case* const wanted = self->wanted;
  const Traps* const traps = &self->traps;
  printf("%s: %u allocations, %u locks, %u system calls (last %ld)\n",
         wanted->name, traps->allocations, traps->locks, traps->system_calls,
         traps->last_system_call);
  if (self->by != wanted->by) {
    printf("%s: the wrong one did the work\n", wanted->name);
  }
  return self->by == wanted->by && !traps->allocations && !traps->locks &&
         !traps->system_calls;
}

static void
fill(Instance* self, Random* random)
{
  for (uint32_t c = 0; c < self->n_channels; ++c) {
    for (uint32_t i = 0; i < BLOCK; ++i) {
      self->in[c][i] = random_uniform(random, -1.0f, 1.0f);
    }
  }
}

static void
run_trapped(Outcome* self, uint32_t n_frames)
{
  traps_arm();
  instance_run(self->instance, n_frames);
  const Traps traps = traps_disarm();
  self->traps.allocations += traps.allocations;
  self->traps.locks += traps.locks;
  if (traps.system_calls && self->wanted->mode != WORKER_INLINE) {
    // (There the host has run() do the worker's job, which reads the clock)
    self->traps.system_calls += traps.system_calls;
    self->traps.last_system_call = traps.last_system_call;
  }
}

static float
sum_of_tags(const Instance* self)
{
  float sum = 0.0f;
  for (uint32_t i = 0; i < self->n_tags; ++i) {
    sum += self->controls[ports_tag_index(2, i)];
  }
  return sum;
}

/// Play, with the controls in motion; then odd blocks, bypass and NULL ports
static void
run_case(Outcome* self)
{
  Random random = {1};
  Instance* const instance = self->instance;
  const uint32_t n_blocks = (uint32_t)(self->wanted->seconds * RATE / BLOCK);
  for (uint32_t i = 0; i < n_blocks; ++i) {
    const unsigned tick = atomic_load(&ticks);
    fill(instance, &random);
    *instance_control(instance, "memory") =
        random_uniform(&random, 0.0f, 31.0f);
    *instance_control(instance, "map1_tag") = (float)(1 + i % 20);
    *instance_control(instance, "map2_tag") = 3.0f;
    *instance_control(instance, "map2_kind") = (float)(i % 3);
    *instance_control(instance, "map2_to") = 0.05f;
    *instance_control(instance, "smoothing") = i % 2 ? 0.0f : 0.1f;
    run_trapped(self, BLOCK);
    while (self->wanted->in_real_time && atomic_load(&ticks) == tick) {
    }
  }
  self->by = *instance_control(instance, "load") > 0.0f ? BY_THREAD
             : sum_of_tags(instance) > 0.0f             ? BY_RUN
                                                        : BY_NOBODY;

  run_trapped(self, 0);
  run_trapped(self, 1);
  instance->in[0][0] = NAN;
  run_trapped(self, HOST_MAX_BLOCK);
  *instance_control(instance, "enabled") = 0.0f;
  run_trapped(self, BLOCK);
  *instance_control(instance, "enabled") = 1.0f;
  run_trapped(self, BLOCK);
  for (uint32_t i = 0; i < instance->n_ports; ++i) {
    instance->descriptor->connect_port(instance->handle, i, NULL);
    run_trapped(self, BLOCK);
  }
}

/// Makes no assertions, since to fail takes system calls
static void*
audio_main(void* data)
{
  (void)data;
  has_system_call_trap = traps_on_system_calls();
  prove_traps();
  for (uint32_t i = 0; i < N_CASES; ++i) {
    run_case(&outcomes[i]);
  }
  atomic_store(&finished, true);
  return NULL;
}

int
main(void)
{
#if !defined(__GLIBC__) || defined(__SANITIZE_ADDRESS__) ||                    \
    defined(__SANITIZE_THREAD__)
  printf("needs glibc's own malloc\n");
  return 77;
#endif
  PluginHost* const host = host_new();
  for (uint32_t i = 0; i < N_CASES; ++i) {
    Instance* const instance =
        instance_new(host, URI, RATE, cases[i].features, NULL);
    assert(instance);
    atomic_store(&instance->worker.mode, cases[i].mode);
    *instance_control(instance, "freewheeling") =
        cases[i].freewheeling ? 1.0f : 0.0f;
    instance_activate(instance);
    outcomes[i] = (Outcome){&cases[i], instance, BY_NOBODY, {0}};
  }

  pthread_t thread;
  const int failed = pthread_create(&thread, NULL, audio_main, NULL);
  assert(!failed);
  while (!atomic_load(&finished)) {
    sleep_seconds(BLOCK / RATE);
    atomic_fetch_add(&ticks, 1);
  }
  pthread_join(thread, NULL);

  check_proofs();
  bool good = true;
  for (uint32_t i = 0; i < N_CASES; ++i) {
    good = check_outcome(&outcomes[i]) && good;
    instance_free(outcomes[i].instance);
  }
  host_free(host);
  return good ? 0 : 1;
}
