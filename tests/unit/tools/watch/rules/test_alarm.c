// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// Alarms are raised and cleared after their holds, at other limits, and what is
// unknown changes nothing

#undef NDEBUG

#include "tools/watch/rules/alarm.h"

#include "tests/support/run.h"
#include "tools/watch/rules/profile.h"

#include <assert.h>
#include <math.h>

/// Steps of a second until it changes; 0 if it does not within 1000
static int
steps(Alarm* alarm, double value, AlarmChange wanted)
{
  for (int i = 1; i <= 1000; ++i) {
    const AlarmChange change = alarm_step(alarm, value, 1.0, i);
    if (change != ALARM_SAME) {
      assert(change == wanted);
      return i;
    }
  }
  return 0;
}

static void
test_holds(void)
{
  const AlarmRule rule = alarm_rule_default(MEASURE_SILENCE);
  Alarm alarm = alarm_new(&rule);
  assert(!steps(&alarm, -20.0, ALARM_SAME));
  assert(steps(&alarm, -70.0, ALARM_RAISED) == 20);
  assert(alarm.is_firing && fabs(alarm.begin - 1.0) < 1e-9);
  assert(!steps(&alarm, -48.0, ALARM_SAME)); // Between the limits
  assert(steps(&alarm, -47.0, ALARM_CLEARED) == 5);
  assert(!steps(&alarm, -48.0, ALARM_SAME));

  for (int i = 0; i < 100; ++i) { // Never for long enough
    assert(alarm_step(&alarm, i % 20 ? -70.0 : -20.0, 1.0, i) == ALARM_SAME);
  }
}

static void
test_unknown(void)
{
  const double unknown = (double)NAN;
  const AlarmRule rule = alarm_rule_default(MEASURE_SILENCE);
  Alarm alarm = alarm_new(&rule);
  for (int i = 0; i < 15; ++i) {
    alarm_step(&alarm, -70.0, 1.0, i);
  }
  assert(!steps(&alarm, unknown, ALARM_SAME));
  assert(steps(&alarm, -60.0, ALARM_RAISED) == 5);
  assert(fabs(alarm.worst + 70.0) < 1e-9);
  assert(!steps(&alarm, unknown, ALARM_SAME));
  assert(alarm.is_firing);
  assert(steps(&alarm, -20.0, ALARM_CLEARED) == 5);
}

/// A value that dances about the limits makes one alarm, if they are apart
static void
test_dance(void)
{
  const AlarmRule rule = alarm_rule_default(MEASURE_TOO_LOUD);
  Alarm alarm = alarm_new(&rule);
  int n = 0;
  for (int i = 0; i < 3600; ++i) {
    const double value = rule.raise + (i % 60 < 40 ? 1.0 : -1.0);
    n += alarm_step(&alarm, value, 1.0, i) != ALARM_SAME;
  }
  assert(n == 1);
}

static void
test_profiles(void)
{
  AlarmRule rules[PROFILE_MAX_RULES];
  assert(profile_find("talk") == PROFILE_TALK);
  assert(profile_find("jazz") == PROFILE_N);
  assert(profile_rules(PROFILE_NONE, rules) == 0);
  for (unsigned p = 0; p < PROFILE_NONE; ++p) {
    const uint32_t n = profile_rules((Profile)p, rules);
    assert(n == 5);
    for (uint32_t i = 0; i < n; ++i) {
      const double way =
          measure_traits(rules[i].measure)->is_above ? -1.0 : 1.0;
      assert(way * (rules[i].clear - rules[i].raise) >= 0.0);
    }
  }
}

static void
test_measures(void)
{
  for (unsigned i = 0; i < MEASURE_N; ++i) {
    const MeasureTraits* const traits = measure_traits((Measure)i);
    assert(measure_find(traits->name) == (Measure)i);
    assert(traits->hysteresis >= 0.0 && traits->raise_for > 0.0);
  }
  assert(measure_find("noise") == MEASURE_N);
  assert(measure_of_state(MEASURE_DOWN, SOURCE_CONNECTING) > 0.5);
  assert(measure_of_state(MEASURE_DOWN, SOURCE_ENDED) < 0.5);
  assert(measure_of_state(MEASURE_STALLED, SOURCE_DOWN) < 0.5);
}

int
main(void)
{
  RUN(test_holds());
  RUN(test_unknown());
  RUN(test_dance());
  RUN(test_profiles());
  RUN(test_measures());
  return 0;
}
