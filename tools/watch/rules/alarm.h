// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_ALARM_H
#define EARMARK_ALARM_H

#include "tools/watch/rules/measure.h"

#include <stdbool.h>
#include <stdint.h>

#define ALARM_MAX_NAME 64u

/// A rule for a station: when to raise an alarm, and when to clear it
typedef struct {
  char name[ALARM_MAX_NAME + 1];
  Measure measure;
  uint32_t tag;     ///< Index into the view, for measures of a tag
  double raise;     ///< The limit; beyond it the alarm is raised,
  double raise_for; ///< after so many seconds
  double clear;     ///< The limit on the way back,
  double clear_for; ///< for so many seconds
} AlarmRule;

/// A rule with all defaults of its measure; limits may be NaN: the tag's own
AlarmRule alarm_rule_default(Measure measure);

/// Are they the same, with their names?
bool alarm_rule_equal(const AlarmRule* a, const AlarmRule* b);

/// What a step led to
typedef enum { ALARM_SAME, ALARM_RAISED, ALARM_CLEARED } AlarmChange;

/**
   A rule at work.  Holds are counted in the time of what is measured: seconds
   of audio, or of the clock for the state of a source.  Where nothing is known,
   all stays as it is.
*/
typedef struct {
  const AlarmRule* rule; ///< Outlives it
  bool is_firing;
  double held;  ///< Seconds on the way to the other state
  double value; ///< The last that was known; NaN for none
  double worst; ///< While it fires: the value farthest beyond the limit
  double begin; ///< Stamp when what fires, or is about to, began
} Alarm;

Alarm alarm_new(const AlarmRule* rule);

/// `value`, or NaN, held for `seconds` from the stamp `begin` on
AlarmChange
alarm_step(Alarm* alarm, double value, double seconds, double begin);

/// The limit that counts now: of the way to the other state
double alarm_limit(const Alarm* alarm);

/// Seconds that it takes to the other state
double alarm_needed(const Alarm* alarm);

#endif
