// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_PAGE_PAST_H
#define EARMARK_PAGE_PAST_H

#include "tools/watch/page/page_request.h"

// [http] What was: from memory, and from the history where there is one

/// A station over time
enum MHD_Result page_past_station(PageRequest* request);

/// Events, the newest first
enum MHD_Result page_past_events(PageRequest* request);

enum MHD_Result page_past_event(PageRequest* request);

/// The event of that id.  False if there is none.
bool page_past_find(const PageDesk* desk, const char* id, Event* event);

#endif
