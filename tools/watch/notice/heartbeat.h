// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_HEARTBEAT_H
#define EARMARK_HEARTBEAT_H

#include "tools/watch/notice/http_request.h"

#include <stdint.h>

/// Fetches a URL now and then, as long as audio is analysed, so that somebody
/// else sees when this no longer is so.  For one thread.
typedef struct {
  const NoticePlan* plan;
  CURLM* multi;
  HttpRequest* request; ///< On its way, or NULL
  double due;           ///< Monotonic
  uint64_t n_sent;
  uint64_t n_failures;
  bool is_failing;
} Heartbeat;

/// Begin one if it is due and audio was analysed, at the monotonic time
/// `heard`, since the last
void heartbeat_step(Heartbeat* heartbeat, double heard, double now);

/// Its request has ended; returns whether it went well, else with a message
bool heartbeat_end(Heartbeat* heartbeat, CURLcode code, Error* error);

void heartbeat_clear(Heartbeat* heartbeat);

#endif
