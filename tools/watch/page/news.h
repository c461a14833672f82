// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_NEWS_H
#define EARMARK_NEWS_H

#include "tools/watch/event/event.h"
#include "tools/watch/source/stream_title.h"

#include <stdbool.h>
#include <stdint.h>

#define NEWS_EVENTS 400u /* That are kept */
#define NEWS_LINES 400u  /* That are kept */

/// An event as it is now
typedef struct {
  uint64_t serial; ///< Of its last change; rises, also from lines to events
  Event event;
} NewsEvent;

/// A line of the log
typedef struct {
  uint64_t serial;
  double time; ///< UTC
  char subject[ADDRESS_MAX_NAME + 1];
  StreamTitle text; ///< In one line
} NewsLine;

/// The newest events and lines of the log, each oldest first; all zeros is
/// none.  For one thread at a time.
typedef struct {
  uint64_t serial; ///< Of the newest of all
  uint32_t n_events;
  NewsEvent* events; ///< [n_events], room for NEWS_EVENTS; owned
  uint32_t n_lines;
  NewsLine* lines; ///< [n_lines], room for NEWS_LINES; owned
} News;

/// False if memory is short; news_clear() is due in any case
bool news_init(News* news);

void news_clear(News* news);

/// A new event, or one that has changed
void news_put_event(News* news, const Event* event);

void news_put_line(News* news, const char* subject, const char* text);

/// What is newer than a serial, into `copy`.  False if memory is short;
/// news_clear() is due in any case.
bool news_copy(const News* news, uint64_t after, News* copy);

/// The event of that id, or NULL
const Event* news_find(const News* news, const char* id);

#endif
