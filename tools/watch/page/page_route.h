// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_PAGE_ROUTE_H
#define EARMARK_PAGE_ROUTE_H

#include "tools/watch/page/page_request.h"

#include <stdbool.h>

/// Answer a request that is whole, or one that will not be listened to.
/// `path` is as the client wrote it, unescaped, without its query.  [http]
enum MHD_Result
page_route(PageRequest* request, const char* method, const char* path);

/// Is it of a shape that a path has?  "api/stations/" and "*" for a part, which
/// is copied.  [any]
bool page_route_matches(const char* pattern,
                        const char* path,
                        char part[PAGE_REQUEST_PART]);

#endif
