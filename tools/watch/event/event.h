// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_EVENT_H
#define EARMARK_EVENT_H

#include "tools/watch/rules/alarm.h"
#include "tools/watch/source/address.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#define EVENT_ID_SIZE 40u   /* With the end of the text */
#define EVENT_CLIP_SIZE 64u /* With the end of the text */

/// What has become of an event
typedef enum {
  EVENT_RAISED,
  EVENT_CHANGED, ///< A clip, an acknowledgement, a mute: it fires or not
  EVENT_RESOLVED
} EventChange;

/**
   An alarm from when it was raised until it was cleared.  Times are seconds
   since 1970 in UTC.  A plain value, that may be copied.
*/
typedef struct {
  char id[EVENT_ID_SIZE]; ///< Of its own for ever; fit for names of files
  char station[ADDRESS_MAX_NAME + 1];
  char rule[ALARM_MAX_NAME + 1];
  Measure measure;
  double started_at; ///< When the condition began
  double raised_at;  ///< When it had held for long enough
  double ended_at;   ///< NaN while it fires
  double value;      ///< Of the measure, when it was raised
  double worst;      ///< The farthest beyond the limit so far
  double limit;      ///< NaN for measures without one
  bool is_muted;     ///< Nobody is told
  bool is_acknowledged;
  bool is_test;
  char clip[EVENT_CLIP_SIZE]; ///< Name of the file of its sound; "" for none
} Event;

/// Of an alarm that was just raised, with a new id; the stamp is of that moment
Event event_of(const char* station, const Alarm* alarm, double stamp);

bool event_is_firing(const Event* event);

/// All of it; the manual describes the members.  New; NULL if memory is short.
json_t* event_json(const Event* event);

#endif
