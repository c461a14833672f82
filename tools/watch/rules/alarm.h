// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_ALARM_H
#define EARMARK_ALARM_H

#include "tools/watch/rules/measure.h"

#include <stdbool.h>
#include <stdint.h>

#define ALARM_MAX_NAME 64u
#define ALARM_MAX_FLAPS 32u /* Changes that are looked back at */

/// A rule for a station: when to raise an alarm, and when to clear it
typedef struct {
  char name[ALARM_MAX_NAME + 1];
  Measure measure;
  uint32_t tag;     ///< Index into the view, for measures of a tag
  double raise;     ///< The limit; beyond it the alarm is raised,
  double raise_for; ///< after so many seconds
  double clear;     ///< The limit on the way back,
  double clear_for; ///< for so many seconds
  double repeat;    ///< Seconds after which it is said again; 0 for never
  uint32_t flaps;   ///< So many changes, up to ALARM_MAX_FLAPS (0: no matter
  double flap_span; ///< how many), within so many seconds are said as one event
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
  double held;      ///< Seconds on the way to the other state
  double value;     ///< The last that was known; NaN for none
  double worst;     ///< While it fires: the value farthest beyond the limit
  double begin;     ///< Stamp when what fires, or is about to, began
  double proven;    ///< Stamp until which it was seen to fire; NaN for never
  bool is_restored; ///< It fired in an earlier run, and was not seen to since
  uint32_t n_changes;
  double changes[ALARM_MAX_FLAPS]; ///< Stamps, in a ring
} Alarm;

Alarm alarm_new(const AlarmRule* rule);

/// It fired in an earlier run, and still does as far as anybody knows
void alarm_restore(Alarm* alarm, double begin, double worst);

/// Did it change as often as its rule takes for flapping, until that stamp?
bool alarm_is_flapping(const Alarm* alarm, double stamp);

/// `value`, or NaN, held for `seconds` from the stamp `begin` on
AlarmChange
alarm_step(Alarm* alarm, double value, double seconds, double begin);

/// The limit that counts now: of the way to the other state
double alarm_limit(const Alarm* alarm);

/// Seconds that it takes to the other state
double alarm_needed(const Alarm* alarm);

#endif
