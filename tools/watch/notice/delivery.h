// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_DELIVERY_H
#define EARMARK_DELIVERY_H

#include "tools/watch/notice/action.h"
#include "tools/watch/notice/notice.h"
#include "tools/watch/source/backoff.h"

#include <stdbool.h>
#include <stdint.h>

/// How it went
typedef enum {
  DELIVERY_DONE,
  DELIVERY_FAILED,  ///< It may go well later on
  DELIVERY_REFUSED, ///< It may well never do; it is tried a few times
} DeliveryResult;

/**
   What is to be sent in one way, and when: in the order of their arrival, one
   after another, but together if there are many or too many for a minute.
   Times are monotonic and given, so this knows no clock.  For one thread.
*/
typedef struct {
  const Action* action;
  uint32_t per_minute;
  bool is_ending; ///< What there is, is sent now, at once, or not at all
  uint32_t n;
  size_t room;
  Notice* queue; ///< [n], the oldest first; owned
  bool is_sending;
  uint32_t n_sending; ///< Of the first, on their way
  uint32_t n_failed;  ///< Attempts in a row
  bool is_failing;    ///< More than once in a row
  double retry_at;
  Backoff backoff;
  double sent[ACTION_MOST_PER_MINUTE]; ///< When the last were; a ring
  uint64_t n_sent;                     ///< Sendings, not notices
  uint64_t n_failures;
  uint64_t n_lost; ///< Notices that nobody will hear of

  // Of Alertmanager
  uint32_t n_firing;
  size_t firing_room;
  Notice* firing; ///< [n_firing], to be sent again and again; owned
  double fired;   ///< When they were
} Delivery;

Delivery delivery_new(const Action* action, uint32_t per_minute, uint32_t seed);

void delivery_clear(Delivery* delivery);

/// One more notice; the oldest gives way if there are far too many.  False if
/// memory is short.
bool delivery_add(Delivery* delivery, const Notice* notice);

/// Alertmanager is to hear of an event from now on, though nobody is to be told
/// anew.  False if memory is short.
bool delivery_hold(Delivery* delivery, const Notice* notice);

/// When the next sending is due; INFINITY: there is nothing to be sent
double delivery_due(const Delivery* delivery, double now);

/// Begin to send: returns how many of the first of the queue belong together;
/// 0 is for Alertmanager to hear again of what fires
uint32_t delivery_begin(Delivery* delivery, double now);

/// It has ended.  Returns how many of the first of the queue are done with,
/// sent or given up; they are there until delivery_remove().
uint32_t
delivery_end(Delivery* delivery, DeliveryResult result, double now, double utc);

/// Remove the first of the queue
void delivery_remove(Delivery* delivery, uint32_t n);

#endif
