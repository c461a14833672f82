// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/rules/alarm_panel.h"

#include "model/view.h"

#include <stdlib.h>
#include <string.h>

/// Alarms of copies of rules[n].  False if memory is short, and then they are
/// none.
static bool
make_alarms(AlarmPanel* panel, const AlarmRule* rules, uint32_t n)
{
  panel->rules = (AlarmRule*)calloc(n + 1u, sizeof(AlarmRule));
  panel->alarms = (Alarm*)calloc(n + 1u, sizeof(Alarm));
  if (!panel->rules || !panel->alarms) {
    free(panel->rules);
    free(panel->alarms);
    panel->rules = NULL;
    panel->alarms = NULL;
    return false;
  }
  for (uint32_t i = 0; i < n; ++i) {
    panel->rules[i] = rules[i];
    panel->alarms[i] = alarm_new(&panel->rules[i]);
  }
  panel->n = n;
  return true;
}

bool
alarm_panel_init(AlarmPanel* panel,
                 const View* view,
                 const AlarmRule* rules,
                 uint32_t n)
{
  *panel = (AlarmPanel){.view = view, .before = reading_new(view_values(view))};
  return panel->before && make_alarms(panel, rules, n);
}

bool
alarm_panel_has(const AlarmPanel* panel, const AlarmRule* rules, uint32_t n)
{
  bool has = panel->n == n;
  for (uint32_t i = 0; has && i < n; ++i) {
    has = alarm_rule_equal(panel->alarms[i].rule, &rules[i]);
  }
  return has;
}

/// The alarm of a rule that is as it was, or NULL
static Alarm*
find_same(const AlarmPanel* panel, const AlarmRule* rule)
{
  for (uint32_t i = 0; i < panel->n; ++i) {
    if (alarm_rule_equal(panel->alarms[i].rule, rule)) {
      return &panel->alarms[i];
    }
  }
  return NULL;
}

bool
alarm_panel_replan(AlarmPanel* panel,
                   const AlarmRule* rules,
                   uint32_t n,
                   double stamp)
{
  AlarmPanel after = *panel;
  if (!make_alarms(&after, rules, n)) {
    return false;
  }
  for (uint32_t i = 0; i < n; ++i) {
    Alarm* const before = find_same(panel, &rules[i]);
    if (before) {
      after.alarms[i] = *before;
      after.alarms[i].rule = &after.rules[i];
      before->is_firing = false; // Here
    }
  }
  for (uint32_t i = 0; i < panel->n; ++i) {
    Alarm* const alarm = &panel->alarms[i];
    if (alarm->is_firing) {
      alarm->is_firing = false;
      panel->on_change(panel->data, alarm, ALARM_CLEARED, stamp);
    }
  }
  free(panel->rules);
  free(panel->alarms);
  *panel = after;
  return true;
}

void
alarm_panel_clear(AlarmPanel* panel)
{
  free(panel->rules);
  free(panel->alarms);
  free(panel->before);
  *panel = (AlarmPanel){0};
}

static void
step(AlarmPanel* panel, Alarm* alarm, double value, double begin, double end)
{
  const AlarmChange change = alarm_step(alarm, value, end - begin, begin);
  if (change != ALARM_SAME) {
    panel->on_change(panel->data, alarm, change, end);
  }
}

void
alarm_panel_hear(AlarmPanel* panel, const Reading* moment)
{
  const Reading* const before = panel->has_before ? panel->before : NULL;
  for (uint32_t i = 0; i < panel->n; ++i) {
    Alarm* const alarm = &panel->alarms[i];
    const AlarmRule* const rule = alarm->rule;
    if (!measure_traits(rule->measure)->is_of_state) {
      step(panel, alarm,
           measure_of_moment(rule->measure, panel->view, rule->tag, before,
                             moment),
           moment->begin, moment->begin + moment->seconds);
    }
  }
  memcpy(panel->before, moment,
         sizeof(*moment) + moment->n_tags * sizeof(float));
  panel->has_before = true;
}

void
alarm_panel_look(AlarmPanel* panel, SourceState state, double now)
{
  const double before = panel->looked > 0.0 ? panel->looked : now;
  panel->looked = now;
  for (uint32_t i = 0; now > before && i < panel->n; ++i) {
    Alarm* const alarm = &panel->alarms[i];
    const Measure measure = alarm->rule->measure;
    // To connect is not to be down, for who has just begun
    const bool is_unknown = alarm->is_restored && state == SOURCE_CONNECTING;
    if (measure_traits(measure)->is_of_state && !is_unknown) {
      step(panel, alarm, measure_of_state(measure, state), before, now);
    }
  }
}
