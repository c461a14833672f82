// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/rules/alarm.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define TOLERANCE 1e-3 /* Seconds, of sums */

AlarmRule
alarm_rule_default(Measure measure)
{
  const MeasureTraits* const traits = measure_traits(measure);
  const double way = traits->is_above ? -1.0 : 1.0;
  AlarmRule rule = {.measure = measure,
                    .raise = traits->raise,
                    .raise_for = traits->raise_for,
                    .clear = traits->raise + way * traits->hysteresis,
                    .clear_for = traits->clear_for};
  snprintf(rule.name, sizeof(rule.name), "%s", traits->name);
  return rule;
}

static bool
is_same(double a, double b)
{
  return isnan(a) ? isnan(b) : a <= b && a >= b;
}

bool
alarm_rule_equal(const AlarmRule* a, const AlarmRule* b)
{
  return !strcmp(a->name, b->name) && a->measure == b->measure &&
         a->tag == b->tag && is_same(a->raise, b->raise) &&
         is_same(a->raise_for, b->raise_for) && is_same(a->clear, b->clear) &&
         is_same(a->clear_for, b->clear_for) && is_same(a->repeat, b->repeat) &&
         a->flaps == b->flaps && is_same(a->flap_span, b->flap_span);
}

Alarm
alarm_new(const AlarmRule* rule)
{
  const double unknown = (double)NAN;
  return (Alarm){
      .rule = rule, .value = unknown, .worst = unknown, .proven = unknown};
}

void
alarm_restore(Alarm* alarm, double begin, double worst)
{
  alarm->is_firing = true;
  alarm->is_restored = true;
  alarm->held = 0.0;
  alarm->begin = begin;
  alarm->worst = worst;
  alarm->proven = (double)NAN;
}

bool
alarm_is_flapping(const Alarm* alarm, double stamp)
{
  const AlarmRule* const rule = alarm->rule;
  uint32_t n = 0;
  for (uint32_t i = 0; i < alarm->n_changes && i < ALARM_MAX_FLAPS; ++i) {
    n += alarm->changes[i] > stamp - rule->flap_span;
  }
  return rule->flaps && n >= rule->flaps;
}

/// Beyond a limit, in the direction in which the rule fires
static bool
is_beyond(const Alarm* alarm, double value, double limit)
{
  return measure_traits(alarm->rule->measure)->is_above ? value > limit
                                                        : value < limit;
}

double
alarm_limit(const Alarm* alarm)
{
  return alarm->is_firing ? alarm->rule->clear : alarm->rule->raise;
}

double
alarm_needed(const Alarm* alarm)
{
  return alarm->is_firing ? alarm->rule->clear_for : alarm->rule->raise_for;
}

AlarmChange
alarm_step(Alarm* alarm, double value, double seconds, double begin)
{
  if (isnan(value)) {
    return ALARM_SAME;
  }
  const bool was_firing = alarm->is_firing;
  const bool moves = is_beyond(alarm, value, alarm_limit(alarm)) != was_firing;
  alarm->value = value;
  if (!was_firing && moves && alarm->held <= 0.0) {
    alarm->begin = begin;
    alarm->worst = value;
  }
  if (isnan(alarm->worst) || is_beyond(alarm, value, alarm->worst)) {
    alarm->worst = value;
  }
  alarm->held = moves ? alarm->held + seconds : 0.0;
  if (was_firing && !moves) {
    alarm->proven = begin + seconds;
    alarm->is_restored = false;
  }
  if (!moves || alarm->held < alarm_needed(alarm) - TOLERANCE) {
    return ALARM_SAME;
  }
  alarm->is_firing = !was_firing;
  alarm->is_restored = false;
  alarm->held = 0.0;
  alarm->proven = was_firing ? alarm->proven : begin + seconds;
  alarm->changes[alarm->n_changes++ % ALARM_MAX_FLAPS] = begin + seconds;
  return was_firing ? ALARM_CLEARED : ALARM_RAISED;
}
