// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// Networks shared by all that use the same file, also from several threads

#define _XOPEN_SOURCE 700

#undef NDEBUG

#include "model/file/registry.h"
#include "model/network.h"
#include "tests/support/exercise.h"
#include "tests/support/random_network.h"
#include "tests/support/run.h"

#include <assert.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define N_THREADS 4
#define N_TIMES 300

static void
test_identity(void)
{
  char folder[] = "/tmp/earmark-test-XXXXXX";
  assert(mkdtemp(folder));
  char path[64];
  char other[64];
  snprintf(path, sizeof(path), "%s/a", folder);
  snprintf(other, sizeof(other), "%s/b", folder);
  const NetworkShape shape = exercise_shape(PRECISION_INT8, 1);
  random_network_write(path, &shape, 1);
  assert(!symlink(path, other));

  Error error = {""};
  const Network* const a = network_acquire(path, &error);
  const Network* const b = network_acquire(other, &error);
  assert(a && a == b);
  network_release(b);
  assert(!unlink(other));
  random_network_write(other, &shape, 2);
  assert(!rename(other, path)); // Another file of the same name
  const Network* const c = network_acquire(path, &error);
  assert(c && c != a);
  assert(memcmp(a->dense[0].bias, c->dense[0].bias, 4) != 0);
  network_release(a);
  network_release(c);
  assert(!unlink(path));
  assert(!network_acquire(path, &error) && strstr(error.text, path));
  assert(!rmdir(folder));
}

/// Come and go; while held, the network is one and the same
static void*
use(void* data)
{
  const char* const path = (const char*)data;
  for (int i = 0; i < N_TIMES; ++i) {
    const Network* const a = network_acquire(path, NULL);
    const Network* const b = network_acquire(path, NULL);
    assert(a && a == b && a->n_outputs > 0);
    network_release(a);
    assert(b->dense[0].weight);
    network_release(b);
  }
  return NULL;
}

static void
test_threads(void)
{
  char path[] = "/tmp/earmark-test-XXXXXX";
  const int fd = mkstemp(path);
  assert(fd >= 0 && !close(fd));
  const NetworkShape shape = exercise_shape(PRECISION_FLOAT, 2);
  random_network_write(path, &shape, 2);
  pthread_t threads[N_THREADS];
  for (int i = 0; i < N_THREADS; ++i) {
    assert(!pthread_create(&threads[i], NULL, use, path));
  }
  for (int i = 0; i < N_THREADS; ++i) {
    assert(!pthread_join(threads[i], NULL));
  }
  assert(!unlink(path));
}

int
main(void)
{
  RUN(test_identity());
  RUN(test_threads());
  network_release(NULL);
  return 0;
}
