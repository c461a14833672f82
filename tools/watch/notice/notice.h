// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_NOTICE_H
#define EARMARK_NOTICE_H

#include "tools/watch/event/event.h"
#include "tools/watch/notice/action.h"

#include <jansson.h>
#include <stdint.h>

#define NOTICE_TEXT_SIZE 2048u

/// That somebody is to be told of an event, in one way.  A plain value.
typedef struct {
  uint64_t id;        ///< Of its own in a queue
  uint32_t action;    ///< Index of it
  EventChange change; ///< Of what
  double made_at;     ///< Seconds since 1970
  double arrived;     ///< In the queue, monotonic
  Event event;        ///< As it was then
} Notice;

/// What happened, in a line for people.  [any]
const char* notice_text(const Notice* notice, char text[NOTICE_TEXT_SIZE]);

/**
   What commands and requests are given of notices[n], at least one: an object
   with `text`, in a line, `count`, and `events`, which lists them, or the first
   of very many.  Links are by the
   plan.  New; NULL if memory is
   short.  [any]
*/
json_t* notice_json(const Notice* notices, uint32_t n, const NoticePlan* plan);

/// An event, with `change`, `text` and links.  New.  [any]
json_t* notice_event_json(const Notice* notice, const NoticePlan* plan);

#endif
