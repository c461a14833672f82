// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_PAST_JSON_H
#define EARMARK_PAST_JSON_H

#include "tools/watch/page/news.h"
#include "tools/watch/page/recent_past.h"

#include <jansson.h>

// All of these are new, or NULL if memory is short

/// The last hours of a station, of at most `n_points` in time, which are even:
/// loudness, tags in percent in the order of the view, titles
json_t* past_json(const RecentPast* past, uint32_t n_points);

/// An event as the page and programs have it: its clip is an address
json_t* past_json_event(const Event* event);

/// A line of the log
json_t* past_json_line(const NewsLine* line);

#endif
