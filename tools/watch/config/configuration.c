// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/config/configuration.h"

#include "tools/watch/config/action_section.h"
#include "tools/watch/config/ini_file.h"
#include "tools/watch/config/rule_section.h"
#include "tools/watch/config/station_section.h"
#include "tools/watch/config/watch_section.h"

#include <math.h>
#include <string.h>

/// Is a name in a list with commas between?
static bool
is_in(const char* list, const char* name)
{
  const size_t length = strlen(name);
  for (const char* at = list; at && *at;) {
    at += strspn(at, ", \t");
    const size_t n = strcspn(at, ", \t");
    if (n == length && !strncmp(at, name, n)) {
      return true;
    }
    at += n;
  }
  return false;
}

/// Every name in a rule's list is a station's
static void
check_stations(const Configuration* configuration,
               const RulePlan* rule,
               Complaints* complaints)
{
  for (const char* at = rule->stations; at && *at;) {
    at += strspn(at, ", \t");
    const int n = (int)strcspn(at, ", \t");
    bool is_known = !n;
    for (uint32_t i = 0; !is_known && i < configuration->n_stations; ++i) {
      const char* const name = configuration->stations[i].settings.name;
      is_known = strlen(name) == (size_t)n && !strncmp(name, at, (size_t)n);
    }
    if (!is_known) {
      complaints_add(complaints, rule->line,
                     "there is no station '%.*s' for this rule", n, at);
    }
    at += n;
  }
}

static void
read_section(Configuration* configuration,
             const IniSection* section,
             const View* view,
             Arena* arena,
             Complaints* complaints)
{
  if (!strcmp(section->kind, "rule") || !strcmp(section->kind, "watch")) {
    NoticePlan* const notices = &configuration->watch.notices;
    action_section_read(section, notices->actions, &notices->n_actions, arena,
                        complaints);
  }
  if (!strcmp(section->kind, "station")) {
    station_section_read(section,
                         &configuration->stations[configuration->n_stations++],
                         arena, complaints);
  } else if (!strcmp(section->kind, "rule")) {
    rule_section_read(section, view,
                      &configuration->rules[configuration->n_rules++],
                      complaints);
  } else if (!strcmp(section->kind, "watch")) {
    watch_section_read(section, &configuration->watch, arena, complaints);
  } else {
    complaints_add(complaints, section->line,
                   "'%s' is no kind of section; there are watch, station and "
                   "rule",
                   section->kind);
  }
}

/// All rules of all stations, once all are known
static bool
plan_all(Configuration* configuration,
         const View* view,
         Arena* arena,
         Complaints* complaints)
{
  for (uint32_t i = 0; i < configuration->n_rules; ++i) {
    check_stations(configuration, &configuration->rules[i], complaints);
  }
  for (uint32_t i = 0; i < configuration->n_stations; ++i) {
    if (!configuration_plan_rules(configuration, &configuration->stations[i],
                                  view, arena)) {
      return false;
    }
  }
  return true;
}

bool
configuration_read(Configuration* configuration,
                   const View* view,
                   Arena* arena,
                   Complaints* complaints)
{
  IniFile file;
  *configuration = (Configuration){0};
  if (!ini_file_read(&file, arena, complaints)) {
    return false;
  }
  const uint32_t n = file.n_sections + 1u;
  configuration->stations =
      (StationPlan*)arena_alloc(arena, n, sizeof(StationPlan));
  configuration->rules = (RulePlan*)arena_alloc(arena, n, sizeof(RulePlan));
  configuration->watch.notices.actions =
      (Action*)arena_alloc(arena, n * ACTION_SECTION_MOST, sizeof(Action));
  if (!configuration->stations || !configuration->rules ||
      !configuration->watch.notices.actions) {
    complaints_add(complaints, 0, ERROR_NO_MEMORY);
    return false;
  }
  for (uint32_t i = 0; i < file.n_sections; ++i) {
    read_section(configuration, &file.sections[i], view, arena, complaints);
  }
  if (!plan_all(configuration, view, arena, complaints)) {
    complaints_add(complaints, 0, ERROR_NO_MEMORY);
  }
  return !complaints->n;
}

bool
configuration_has_stations(const Configuration* configuration,
                           Complaints* complaints)
{
  if (!configuration->n_stations) {
    complaints_add(complaints, 0, "there is no [station NAME] in it");
  }
  return configuration->n_stations;
}

/// The limits that are a tag's own
static void
fill_limits(AlarmRule* rule, const View* view)
{
  const MeasureTraits* const traits = measure_traits(rule->measure);
  const double way = traits->is_above ? -1.0 : 1.0;
  if (!(rule->raise >= traits->low)) {
    rule->raise = (double)view->tags[rule->tag].threshold;
  }
  if (!(rule->clear >= traits->low)) {
    rule->clear =
        fmin(fmax(rule->raise + way * traits->hysteresis, traits->low),
             traits->high);
  }
}

bool
configuration_plan_rules(const Configuration* configuration,
                         StationPlan* plan,
                         const View* view,
                         Arena* arena)
{
  AlarmRule own[PROFILE_MAX_RULES];
  const uint32_t n_own = profile_rules(plan->profile, own);
  plan->n_rules = 0;
  plan->rules = (AlarmRule*)arena_alloc(
      arena, configuration->n_rules + n_own + 1u, sizeof(AlarmRule));
  if (!plan->rules) {
    return false;
  }
  for (uint32_t i = 0; i < configuration->n_rules; ++i) {
    const RulePlan* const rule = &configuration->rules[i];
    if (!rule->stations || is_in(rule->stations, plan->settings.name)) {
      plan->rules[plan->n_rules] = rule->rule;
      fill_limits(&plan->rules[plan->n_rules++], view);
    }
  }
  const uint32_t n_written = plan->n_rules;
  for (uint32_t i = 0; i < n_own; ++i) {
    bool is_replaced = false;
    for (uint32_t k = 0; k < n_written; ++k) {
      is_replaced = is_replaced || !strcmp(plan->rules[k].name, own[i].name);
    }
    if (!is_replaced) {
      plan->rules[plan->n_rules++] = own[i];
    }
  }
  plan->settings.has_returns = false;
  for (uint32_t i = 0; i < plan->n_rules; ++i) {
    plan->settings.has_returns |= plan->rules[i].measure == MEASURE_SAME_SOUND;
  }
  return true;
}
