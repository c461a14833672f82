// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/watch/desk/reload.h"

#include "base/clock.h"

#define SUBJECT "configuration"

void
reload_init(Reload* reload,
            const char* path,
            const View* view,
            const WatchPlan* watch,
            Log* log)
{
  *reload = (Reload){
      .path = path,
      .view = view,
      .log = log,
      .digest = watch->digest,
      .status = {.is_good = true, .loaded_at = clock_seconds(CLOCK_REALTIME)}};
}

static void
log_complaints(const Reload* reload, const Complaints* complaints)
{
  const uint32_t n =
      complaints->n < COMPLAINTS_MAX ? complaints->n : COMPLAINTS_MAX;
  for (uint32_t i = 0; i < n; ++i) {
    log_add(reload->log, SUBJECT, "%s", complaints->texts[i]);
  }
  if (complaints->n > n) {
    log_add(reload->log, SUBJECT, "and %u more", complaints->n - n);
  }
  log_add(reload->log, SUBJECT, "nothing is changed, as the file is wrong");
}

static bool
read_next(Reload* reload, Complaints* complaints)
{
  Configuration* const next = &reload->next;
  reload->arena_of_next = arena_new();
  if (!reload->arena_of_next) {
    complaints_add(complaints, 0, ERROR_NO_MEMORY);
    return false;
  }
  return configuration_read(next, reload->view, reload->arena_of_next,
                            complaints) &&
         configuration_has_stations(next, complaints);
}

const Configuration*
reload_begin(Reload* reload)
{
  Complaints complaints = {.path = reload->path};
  const bool ok = read_next(reload, &complaints);
  reload->status.is_good = ok;
  if (!ok) {
    ++reload->status.n_bad;
    log_complaints(reload, &complaints);
    arena_free(reload->arena_of_next);
    reload->arena_of_next = NULL;
  } else if (reload->next.watch.digest != reload->digest) {
    log_add(reload->log, SUBJECT,
            "an action or the section [watch] has changed; that counts after a "
            "restart");
  }
  complaints_clear(&complaints);
  return ok ? &reload->next : NULL;
}

void
reload_end(Reload* reload, const Error* error)
{
  ReloadStatus* const status = &reload->status;
  status->is_good = !error->text[0];
  status->loaded_at = clock_seconds(CLOCK_REALTIME);
  ++*(status->is_good ? &status->n_good : &status->n_bad);
  if (!status->is_good) {
    log_add(reload->log, SUBJECT, "not all could be changed: %s", error->text);
  }
  arena_free(reload->arena);
  reload->arena = reload->arena_of_next;
  reload->arena_of_next = NULL;
}

void
reload_clear(Reload* reload)
{
  arena_free(reload->arena);
  reload->arena = NULL;
}
