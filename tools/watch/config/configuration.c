// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/config/configuration.h"

#include "tools/watch/config/action_section.h"
#include "tools/watch/config/ini_file.h"
#include "tools/watch/config/mute_section.h"
#include "tools/watch/config/rule_section.h"
#include "tools/watch/config/station_section.h"
#include "tools/watch/config/watch_section.h"
#include "tools/watch/rules/name_list.h"

#include <math.h>
#include <string.h>

/// Every name in a list of a rule or mute is a station's
static void
check_stations(const Configuration* configuration,
               const char* list,
               uint32_t line,
               Complaints* complaints)
{
  size_t n = 0;
  for (const char* at = list; at && (at = name_list_next(at, &n)); at += n) {
    bool is_known = false;
    for (uint32_t i = 0; !is_known && i < configuration->n_stations; ++i) {
      const char* const name = configuration->stations[i].settings.name;
      is_known = strlen(name) == n && !strncmp(name, at, n);
    }
    if (!is_known) {
      complaints_add(complaints, line, "there is no station '%.*s'", (int)n,
                     at);
    }
  }
}

/// Every name in the list of a mute is that of a rule which a station has
static void
check_rules(const Configuration* configuration,
            const WeeklyMute* mute,
            Complaints* complaints)
{
  size_t n = 0;
  for (const char* at = mute->rules; at && (at = name_list_next(at, &n));
       at += n) {
    bool is_known = false;
    for (uint32_t i = 0; i < configuration->n_stations; ++i) {
      const StationPlan* const plan = &configuration->stations[i];
      for (uint32_t k = 0; !is_known && k < plan->n_rules; ++k) {
        const char* const name = plan->rules[k].name;
        is_known = strlen(name) == n && !strncmp(name, at, n);
      }
    }
    if (!is_known) {
      complaints_add(complaints, mute->line, "there is no rule '%.*s'", (int)n,
                     at);
    }
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
    watch_section_add_rule(&configuration->watch, section);
    rule_section_read(section, view,
                      &configuration->rules[configuration->n_rules++],
                      complaints);
  } else if (!strcmp(section->kind, "watch")) {
    watch_section_read(section, &configuration->watch, arena, complaints);
  } else if (!strcmp(section->kind, "mute")) {
    mute_section_read(section, &configuration->mutes[configuration->n_mutes++],
                      complaints);
  } else {
    complaints_add(complaints, section->line,
                   "'%s' is no kind of section; there are watch, station, rule "
                   "and mute",
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
    const RulePlan* const rule = &configuration->rules[i];
    check_stations(configuration, rule->stations, rule->line, complaints);
  }
  for (uint32_t i = 0; i < configuration->n_stations; ++i) {
    if (!configuration_plan_rules(configuration, &configuration->stations[i],
                                  view, arena)) {
      return false;
    }
  }
  for (uint32_t i = 0; i < configuration->n_mutes; ++i) {
    const WeeklyMute* const mute = &configuration->mutes[i];
    check_stations(configuration, mute->stations, mute->line, complaints);
    check_rules(configuration, mute, complaints);
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
  configuration->mutes = (WeeklyMute*)arena_alloc(arena, n, sizeof(WeeklyMute));
  configuration->watch.notices.actions =
      (Action*)arena_alloc(arena, n * ACTION_SECTION_MOST, sizeof(Action));
  if (!configuration->stations || !configuration->rules ||
      !configuration->mutes || !configuration->watch.notices.actions) {
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
    if (name_list_has(rule->stations, plan->settings.name)) {
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
