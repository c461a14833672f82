// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/notice/heartbeat.h"

void
heartbeat_step(Heartbeat* heartbeat, double heard, double now)
{
  const NoticePlan* const plan = heartbeat->plan;
  const double every = plan->heartbeat_every;
  if (!plan->heartbeat || heartbeat->request || now < heartbeat->due ||
      !(heard > now - every)) {
    return;
  }
  heartbeat->due = now + every;
  heartbeat->request =
      http_request_new(plan->heartbeat, NULL, NULL, plan, heartbeat);
  if (heartbeat->request &&
      curl_multi_add_handle(heartbeat->multi,
                            http_request_handle(heartbeat->request))) {
    http_request_free(heartbeat->request);
    heartbeat->request = NULL;
  }
}

bool
heartbeat_end(Heartbeat* heartbeat, CURLcode code, Error* error)
{
  const bool ok =
      http_request_result(heartbeat->request, code, error) == DELIVERY_DONE;
  heartbeat_clear(heartbeat);
  heartbeat->n_sent += ok;
  heartbeat->n_failures += !ok;
  return ok;
}

void
heartbeat_clear(Heartbeat* heartbeat)
{
  if (heartbeat->request) {
    curl_multi_remove_handle(heartbeat->multi,
                             http_request_handle(heartbeat->request));
    http_request_free(heartbeat->request);
    heartbeat->request = NULL;
  }
}
