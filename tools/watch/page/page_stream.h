// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_PAGE_STREAM_H
#define EARMARK_PAGE_STREAM_H

#include "tools/watch/page/page_store.h"

#include <microhttpd.h>
#include <stdint.h>

#define PAGE_STREAM_MAX 64u /* At once */

/**
   Server-sent events: what is new, to each browser that listens.  One that is
   slow misses what was shown in between, and holds up nobody.
*/
typedef struct PageStreams PageStreams;

/// NULL if memory is short
PageStreams* page_streams_new(PageStore* store, const View* view);

/// After the server has ended.  `streams` may be NULL.
void page_streams_free(PageStreams* streams);

/// A response that lasts, for a connection.  NULL if there are too many, or
/// memory is short.  [http]
struct MHD_Response* page_streams_open(PageStreams* streams,
                                       struct MHD_Connection* connection);

/// There is something new.  [main]
void page_streams_wake(PageStreams* streams);

/// Let all end, before the server does.  [main]
void page_streams_close(PageStreams* streams);

/// How many there are.  [any]
uint32_t page_streams_count(PageStreams* streams);

#endif
