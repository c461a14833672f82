// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// The watchdog is fed while the pool works, and starves while one of its
// threads hangs, or all of them

#undef NDEBUG
#define _POSIX_C_SOURCE 200809L

#include "tools/watch/desk/service.h"

#include "base/clock.h"
#include "tests/support/run.h"

#include <assert.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define PATIENCE 0.4 /* Seconds */
#define N_THREADS 2

static int manager; ///< The socket of what would be systemd
static atomic_bool hangs;

static bool
hang(void* data)
{
  (void)data;
  while (atomic_load(&hangs)) {
    sleep_seconds(0.01);
  }
  return false;
}

static void
listen_as_manager(char* folder)
{
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  assert(mkdtemp(folder));
  snprintf(address.sun_path, sizeof(address.sun_path), "%s/notify", folder);
  manager = socket(AF_UNIX, SOCK_DGRAM, 0);
  assert(manager >= 0);
  assert(!bind(manager, (struct sockaddr*)&address, sizeof(address)));
  setenv("NOTIFY_SOCKET", address.sun_path, 1);
  setenv("WATCHDOG_USEC", "400000", 1);
}

/// How often a text comes in some seconds of ticks
static uint32_t
count(Service* service, const char* wanted, double seconds)
{
  char text[256];
  uint32_t n = 0;
  const double end = wall_seconds() + seconds;
  while (wall_seconds() < end) {
    service_tick(service, 197, 200, true);
    for (ssize_t size = 0;
         (size = recv(manager, text, sizeof(text) - 1, MSG_DONTWAIT)) > 0;) {
      text[size] = '\0';
      n += !strcmp(text, wanted);
    }
    sleep_seconds(0.02);
  }
  return n;
}

static void
test_words(Service* service)
{
  service_ready(service);
  assert(count(service, "READY=1", 0.1) == 1);
  assert(count(service, "STATUS=197 of 200 live", 1.5) == 0); // Once, above
  service_reload(service);
  service_ready(service);
  assert(count(service, "READY=1", 0.1) == 1);
}

static void
test_hanging(Service* service, Pool* pool, uint32_t n)
{
  PoolJob jobs[N_THREADS] = {{.work = hang}, {.work = hang}};
  assert(count(service, "WATCHDOG=1", 1.0) > 2);
  atomic_store(&hangs, true);
  for (uint32_t i = 0; i < n; ++i) {
    pool_want(pool, &jobs[i]);
  }
  count(service, "", 2.0 * PATIENCE);
  assert(pool_longest(pool) > PATIENCE);
  assert(count(service, "WATCHDOG=1", 1.0) == 0);
  atomic_store(&hangs, false);
  assert(count(service, "WATCHDOG=1", 1.0) > 2);
  for (uint32_t i = 0; i < n; ++i) {
    pool_forget(pool, &jobs[i]);
  }
}

int
main(void)
{
#ifndef EARMARK_HAVE_SYSTEMD
  puts("built without libsystemd");
  return 77;
#else
  char folder[] = "/tmp/earmark-service-XXXXXX";
  char path[sizeof(folder) + 16];
  Service service;
  listen_as_manager(folder);
  Pool* const pool = pool_new(N_THREADS);
  assert(pool);
  service_init(&service, pool);
  RUN(test_words(&service));
  RUN(test_hanging(&service, pool, 1));
  RUN(test_hanging(&service, pool, N_THREADS));
  service_stop(&service);
  assert(count(&service, "STOPPING=1", 0.1) == 1);
  pool_forget(pool, &service.feeding);
  pool_free(pool);
  snprintf(path, sizeof(path), "%s/notify", folder);
  unlink(path);
  rmdir(folder);
  return 0;
#endif
}
