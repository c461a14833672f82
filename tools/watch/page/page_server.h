// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_PAGE_SERVER_H
#define EARMARK_PAGE_SERVER_H

#include "base/error.h"
#include "tools/watch/page/page_request.h"

/// The server, in a thread of its own.  [main]
typedef struct PageServer PageServer;

/// Serve from `desk`, which outlives it, on its socket, which is the server's
/// from then on.  NULL with a message; then the socket is closed.
PageServer* page_server_start(const PageDesk* desk, Error* error);

/// Now and then
void page_server_tick(PageServer* server);

/// After page_streams_close().  `server` may be NULL.
void page_server_stop(PageServer* server);

#endif
