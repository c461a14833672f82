// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// run() neither allocates nor locks nor calls the system, whoever does the work

#undef NDEBUG
#define _GNU_SOURCE

#include "base/clock.h"
#include "plugin/ports.h"
#include "tests/support/plugin_host.h"
#include "tests/support/random.h"
#include "tests/support/traps.h"

#include <assert.h>
#include <dlfcn.h>
#include <errno.h>
#include <fftw3.h>
#include <malloc.h>
#include <math.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define URI "urn:earmark:stereo-cv"
#define RATE 48000.0
#define BLOCK 960u

#define REPLACE __attribute__((visibility("default")))

// glibc's own names of what is replaced
extern void* __libc_malloc(size_t size);
extern void* __libc_calloc(size_t n, size_t size);
extern void* __libc_realloc(void* memory, size_t size);
extern void* __libc_memalign(size_t alignment, size_t size);
extern void __libc_free(void* memory);

REPLACE void*
malloc(size_t size)
{
  traps_tell_allocation();
  return __libc_malloc(size);
}

REPLACE void*
calloc(size_t n, size_t size)
{
  traps_tell_allocation();
  return __libc_calloc(n, size);
}

REPLACE void*
realloc(void* memory, size_t size)
{
  traps_tell_allocation();
  return __libc_realloc(memory, size);
}

REPLACE void
free(void* memory)
{
  traps_tell_allocation();
  __libc_free(memory);
}

REPLACE void*
aligned_alloc(size_t alignment, size_t size)
{
  traps_tell_allocation();
  return __libc_memalign(alignment, size);
}

REPLACE void*
memalign(size_t alignment, size_t size)
{
  traps_tell_allocation();
  return __libc_memalign(alignment, size);
}

REPLACE int
posix_memalign(void** memory, size_t alignment, size_t size)
{
  traps_tell_allocation();
  *memory = __libc_memalign(alignment, size);
  return *memory ? 0 : ENOMEM;
}

/// Tell, then call the function of that name that would have been called
#define REPLACE_LOCK(name, type)                                               \
  REPLACE int name(type* object)                                               \
  {                                                                            \
    static int (*original)(type*);                                             \
    traps_tell_lock();                                                         \
    if (!original) {                                                           \
      void* const symbol = dlsym(RTLD_NEXT, #name);                            \
      memcpy(&original, &symbol, sizeof(symbol));                              \
    }                                                                          \
    return original(object);                                                   \
  }

REPLACE_LOCK(pthread_mutex_lock, pthread_mutex_t)
REPLACE_LOCK(pthread_mutex_trylock, pthread_mutex_t)
REPLACE_LOCK(pthread_mutex_unlock, pthread_mutex_t)
REPLACE_LOCK(pthread_cond_signal, pthread_cond_t)
REPLACE_LOCK(pthread_cond_broadcast, pthread_cond_t)
REPLACE_LOCK(sem_wait, sem_t)
REPLACE_LOCK(sem_trywait, sem_t)
REPLACE_LOCK(sem_post, sem_t)

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

  Instance* instance;
  By found; ///< Who did the work
  Traps traps;
} Case;

static Case cases[] = {
    {"host's worker",
     FEATURES_WORKER,
     WORKER_THREADED,
     false,
     true,
     1.5,
     BY_THREAD,
     NULL,
     BY_NOBODY,
     {0}},
    {"work inside schedule_work()",
     FEATURES_WORKER,
     WORKER_INLINE,
     false,
     false,
     4.0,
     BY_THREAD,
     NULL,
     BY_NOBODY,
     {0}},
    {"schedule_work() fails",
     FEATURES_WORKER,
     WORKER_FAILING,
     false,
     false,
     4.0,
     BY_RUN,
     NULL,
     BY_NOBODY,
     {0}},
    {"message lost",
     FEATURES_WORKER,
     WORKER_LOSING,
     false,
     false,
     4.0,
     BY_RUN,
     NULL,
     BY_NOBODY,
     {0}},
    {"freewheeling, with worker",
     FEATURES_WORKER,
     WORKER_THREADED,
     true,
     false,
     4.0,
     BY_RUN,
     NULL,
     BY_NOBODY,
     {0}},
    {"freewheeling, no worker",
     FEATURES_NULL,
     WORKER_THREADED,
     true,
     false,
     4.0,
     BY_RUN,
     NULL,
     BY_NOBODY,
     {0}},
    {"own thread, offline",
     FEATURES_PLAIN,
     WORKER_THREADED,
     false,
     false,
     4.0,
     BY_RUN,
     NULL,
     BY_NOBODY,
     {0}},
    {"own thread, real time",
     FEATURES_PLAIN,
     WORKER_THREADED,
     false,
     true,
     2.0,
     BY_THREAD,
     NULL,
     BY_NOBODY,
     {0}},
};
static const uint32_t n_cases = sizeof(cases) / sizeof(cases[0]);

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
check_case(const Case* self)
{
  const Traps* const traps = &self->traps;
  printf("%s: %u allocations, %u locks, %u system calls (last %ld)\n",
         self->name, traps->allocations, traps->locks, traps->system_calls,
         traps->last_system_call);
  if (self->found != self->by) {
    printf("%s: the wrong one did the work\n", self->name);
  }
  return self->found == self->by && !traps->allocations && !traps->locks &&
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
run_trapped(Case* self, uint32_t n_frames)
{
  traps_arm();
  instance_run(self->instance, n_frames);
  const Traps traps = traps_disarm();
  self->traps.allocations += traps.allocations;
  self->traps.locks += traps.locks;
  if (traps.system_calls && self->mode != WORKER_INLINE) {
    // (There the host has run() do the worker's job, which reads the clock)
    self->traps.system_calls += traps.system_calls;
    self->traps.last_system_call = traps.last_system_call;
  }
}

static float
sum_of_tags(const Instance* self)
{
  float sum = 0.0f;
  for (uint32_t i = ports_tag_index(2, 0); i < self->n_ports; ++i) {
    sum += self->controls[i];
  }
  return sum;
}

/// Play, with the controls in motion; then odd blocks, bypass and NULL ports
static void
run_case(Case* self)
{
  Random random = {1};
  Instance* const instance = self->instance;
  const uint32_t n_blocks = (uint32_t)(self->seconds * RATE / BLOCK);
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
    while (self->in_real_time && atomic_load(&ticks) == tick) {
    }
  }
  self->found = *instance_control(instance, "load") > 0.0f ? BY_THREAD
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
  for (uint32_t i = 0; i < n_cases; ++i) {
    run_case(&cases[i]);
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
  for (uint32_t i = 0; i < n_cases; ++i) {
    Instance* const instance =
        instance_new(host, URI, RATE, cases[i].features, NULL);
    assert(instance);
    atomic_store(&instance->worker.mode, cases[i].mode);
    *instance_control(instance, "freewheeling") =
        cases[i].freewheeling ? 1.0f : 0.0f;
    instance_activate(instance);
    cases[i].instance = instance;
  }

  pthread_t thread;
  assert(!pthread_create(&thread, NULL, audio_main, NULL));
  while (!atomic_load(&finished)) {
    sleep_seconds(BLOCK / RATE);
    atomic_fetch_add(&ticks, 1);
  }
  pthread_join(thread, NULL);

  check_proofs();
  bool good = true;
  for (uint32_t i = 0; i < n_cases; ++i) {
    good = check_case(&cases[i]) && good;
    instance_free(cases[i].instance);
  }
  host_free(host);
  return good ? 0 : 1;
}
