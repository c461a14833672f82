// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// Other rules for a panel: alarms of those that are the same go on, and those
// of others are over

#undef NDEBUG

#include "tools/watch/rules/alarm_panel.h"

#include "tests/support/run.h"

#include <assert.h>
#include <math.h>
#include <string.h>

/// What was said last
static struct {
  uint32_t n;
  char rule[ALARM_MAX_NAME + 1];
  AlarmChange change;
} said;

static void
on_change(void* data, const Alarm* alarm, AlarmChange change, double stamp)
{
  (void)data;
  (void)stamp;
  ++said.n;
  memcpy(said.rule, alarm->rule->name, sizeof(said.rule));
  said.change = change;
}

static void
test_equal(void)
{
  const AlarmRule rule = alarm_rule_default(MEASURE_TAG_PRESENT);
  assert(isnan(rule.raise) && alarm_rule_equal(&rule, &rule));
  AlarmRule others[7] = {rule, rule, rule, rule, rule, rule, rule};
  others[0].name[0] = 'x';
  others[1].measure = MEASURE_TAG_ABSENT;
  others[2].tag = 1;
  others[3].raise = 0.5;
  others[4].raise_for = 0.5;
  others[5].clear = 0.5;
  others[6].clear_for = 0.5;
  for (unsigned i = 0; i < 7; ++i) {
    assert(!alarm_rule_equal(&rule, &others[i]));
  }
}

/// A second in which the source is down
static void
look(AlarmPanel* panel, double now)
{
  alarm_panel_look(panel, SOURCE_DOWN, now);
}

static void
test_replan(void)
{
  const View view = {.n_tags = 2};
  const AlarmRule down = alarm_rule_default(MEASURE_DOWN);
  AlarmRule rules[3] = {down, down, down};
  memcpy(rules[1].name, "soon", 5);
  rules[1].raise_for = 5.0;
  memcpy(rules[2].name, "later", 6);
  rules[2].raise_for = 20.0;
  AlarmPanel panel;
  assert(alarm_panel_init(&panel, &view, rules, 2));
  panel.on_change = on_change;
  for (int i = 0; i < 7; ++i) {
    look(&panel, 100.0 + i);
  }
  assert(said.n == 1 && said.change == ALARM_RAISED);
  assert(!strcmp(said.rule, "soon"));
  assert(alarm_panel_has(&panel, rules, 2));
  assert(!alarm_panel_has(&panel, rules, 1));

  // One is new, and the others have changed places
  const AlarmRule more[3] = {rules[2], rules[1], rules[0]};
  assert(alarm_panel_replan(&panel, more, 3, 106.0));
  assert(panel.n == 3 && alarm_panel_has(&panel, more, 3) && said.n == 1);
  assert(panel.alarms[1].is_firing);
  assert(fabs(panel.alarms[1].begin - 100.0) < 1e-9);
  assert(fabs(panel.alarms[2].held - 6.0) < 1e-9 && panel.alarms[0].held <= 0);

  // One that fires changes, one that does not goes
  rules[1].raise_for = 6.0;
  assert(alarm_panel_replan(&panel, &rules[1], 1, 106.0));
  assert(said.n == 2 && said.change == ALARM_CLEARED);
  assert(!strcmp(said.rule, "soon") && !panel.alarms[0].is_firing);
  for (int i = 0; i < 6; ++i) {
    assert(!panel.alarms[0].is_firing);
    look(&panel, 107.0 + i);
  }
  assert(said.n == 3 && panel.alarms[0].is_firing);
  assert(alarm_panel_replan(&panel, NULL, 0, 113.0));
  assert(said.n == 4 && panel.n == 0);
  alarm_panel_clear(&panel);
}

int
main(void)
{
  RUN(test_equal());
  RUN(test_replan());
  return 0;
}
