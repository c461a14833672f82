// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_PAST_JSON_H
#define EARMARK_PAST_JSON_H

#include "tools/watch/page/news.h"
#include "tools/watch/page/past_points.h"
#include "tools/watch/page/recent_past.h"

#include <jansson.h>

// JSON is new, or NULL if memory is short

/// What is remembered, into points
void past_json_fill(PastPoints* points, const RecentPast* past);

/// Since when a title is played, UTC
json_t* past_json_title(double begin, const char* text);

/// Those that are remembered
json_t* past_json_titles(const RecentPast* past);

/// An event as the page and programs have it: its clip is an address
json_t* past_json_event(const Event* event);

/// A line of the log
json_t* past_json_line(const NewsLine* line);

#endif
