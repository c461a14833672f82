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
  EVENT_CHANGED,  ///< A clip, an acknowledgement, a mute: it fires or not
  EVENT_REPEATED, ///< It still fires, and its rule wants that said again
  EVENT_RESOLVED
} EventChange;

/**
   An alarm from when it was raised until it was cleared.  Times are seconds
   since 1970 in UTC.  A plain value, that may be copied.
*/
typedef struct {
  char id[EVENT_ID_SIZE]; ///< Of its own for ever; fit for names of files
  char station[ADDRESS_MAX_NAME + 1]; ///< "" for what is of none
  char rule[ALARM_MAX_NAME + 1];
  Measure measure;   ///< MEASURE_N for what no measure tells
  double started_at; ///< When the condition began
  double raised_at;  ///< When it had held for long enough
  double proven_at;  ///< Until when it was seen to hold
  double ended_at;   ///< NaN while it fires; then as proven_at
  double value;      ///< Of the measure, when it was raised
  double worst;      ///< The farthest beyond the limit so far
  double limit;      ///< NaN for measures without one
  uint32_t n_raised; ///< How often; more than once only while it flaps
  bool is_flapping;  ///< It is one for all that comes until it is calm
  bool is_muted;     ///< Nobody is told
  bool is_acknowledged;
  bool is_test;
  char clip[EVENT_CLIP_SIZE]; ///< Name of the file of its sound; "" for none
} Event;

/// Of an alarm that was just raised, with a new id; the stamp is of that moment
Event event_of(const char* station, const Alarm* alarm, double stamp);

/// About the program itself, or of a station where no rule is: with a new id,
/// at a stamp.  Numbers that say nothing are NaN.
Event event_of_system(const char* station,
                      const char* rule,
                      double value,
                      double limit,
                      double stamp);

bool event_is_firing(const Event* event);

/// In a word, for programs: "raised"
const char* event_change_name(EventChange change);

/// A line about a change of it: with all of it as `event`, and the time of now.
/// New; NULL if memory is short.
json_t* event_line(const Event* event, EventChange change);

/// All of it; the manual describes the members.  New; NULL if memory is short.
json_t* event_json(const Event* event);

#endif
