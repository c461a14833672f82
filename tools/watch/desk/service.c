// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/watch/desk/service.h"

#include "base/clock.h"

#include <stdio.h>
#include <string.h>

#ifdef EARMARK_HAVE_SYSTEMD
#include <systemd/sd-daemon.h>
#endif

#define STATUS_EVERY 1.0 /* Seconds, at most so often */

/// Lines of sd_notify(3)
static void
notify(const char* lines)
{
#ifdef EARMARK_HAVE_SYSTEMD
  sd_notify(0, lines);
#else
  (void)lines;
#endif
}

/// Seconds; 0 for none
static double
find_patience(void)
{
#ifdef EARMARK_HAVE_SYSTEMD
  uint64_t microseconds = 0;
  if (sd_watchdog_enabled(0, &microseconds) > 0) {
    return 1e-6 * (double)microseconds;
  }
#endif
  return 0.0;
}

/// In the pool: it gets here only if it works off what waits, and says that all
/// is well only if none of its threads hangs
static bool
feed(void* data)
{
  const Service* const service = (const Service*)data;
  if (pool_longest(service->pool) < service->patience) {
    notify("WATCHDOG=1");
  }
  return false;
}

void
service_init(Service* service, Pool* pool)
{
  *service = (Service){.pool = pool,
                       .feeding = {.work = feed, .data = service},
                       .patience = find_patience()};
}

void
service_ready(Service* service)
{
  service->told = 0.0;
  notify("READY=1");
}

void
service_reload(Service* service)
{
  char lines[64];
  (void)service;
  snprintf(lines, sizeof(lines), "RELOADING=1\nMONOTONIC_USEC=%.0f",
           1e6 * wall_seconds());
  notify(lines);
}

void
service_tick(Service* service, uint32_t n_live, uint32_t n, bool is_current)
{
  const double now = wall_seconds();
  if (service->patience > 0.0 &&
      now > service->asked + service->patience / 4.0) {
    pool_want(service->pool, &service->feeding);
    service->asked = now;
  }
  if (now < service->told + STATUS_EVERY) {
    return;
  }
  char status[SERVICE_MAX_STATUS];
  snprintf(status, sizeof(status), "STATUS=%u of %u live%s", n_live, n,
           is_current ? "" : "; the configuration on the disk is wrong");
  if (strcmp(status, service->status) != 0) {
    memcpy(service->status, status, sizeof(status));
    service->told = now;
    notify(status);
  }
}

void
service_stop(Service* service)
{
  if (service->pool) {
    notify("STOPPING=1");
    pool_forget(service->pool, &service->feeding);
  }
}
