// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/config/rule_section.h"

#include "model/view.h"
#include "tools/watch/config/action_section.h"
#include "tools/watch/config/quantity.h"
#include "tools/watch/config/station_section.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/// What the rule looks at; MEASURE_N with a complaint if that makes no sense
static Measure
read_measure(const IniSection* section, Complaints* complaints)
{
  const IniEntry* const on = ini_section_find(section, "on");
  const char* const name = on ? on->value : section->name;
  const Measure measure = measure_find(name);
  if (measure != MEASURE_N) {
    return measure;
  }
  char list[256] = "";
  size_t n = 0;
  for (unsigned i = 0; i < MEASURE_N; ++i) {
    n += (size_t)snprintf(list + n, sizeof(list) - n, "%s%s", i ? ", " : "",
                          measure_traits((Measure)i)->name);
  }
  complaints_add(complaints, on ? on->line : section->line,
                 "on: '%s' is not one of %s", name, list);
  return MEASURE_N;
}

static void
read_tag(const IniSection* section,
         const View* view,
         AlarmRule* rule,
         Complaints* complaints)
{
  const IniEntry* const tag = ini_section_find(section, "tag");
  const bool is_of_tag = rule->measure == MEASURE_TAG_PRESENT ||
                         rule->measure == MEASURE_TAG_ABSENT;
  if (is_of_tag != (tag != NULL)) {
    complaints_add(complaints, tag ? tag->line : section->line,
                   is_of_tag ? "the rule needs a tag" : "the rule has no tag");
  } else if (tag) {
    rule->tag = view_find_tag(view, tag->value);
    if (rule->tag == view->n_tags) {
      complaints_add(complaints, tag->line, "there is no tag '%s'", tag->value);
      rule->tag = 0;
    }
  }
}

/// A limit or a time of the rule
static void
read_value(const IniEntry* entry, AlarmRule* rule, Complaints* complaints)
{
  const MeasureTraits* const traits = measure_traits(rule->measure);
  Error error = {""};
  if (!strcmp(entry->key, "for")) {
    quantity_seconds(entry->value, &rule->raise_for, &error);
  } else if (!strcmp(entry->key, "clear-for")) {
    quantity_seconds(entry->value, &rule->clear_for, &error);
  } else if (!strcmp(entry->key, "repeat")) {
    quantity_seconds(entry->value, &rule->repeat, &error);
  } else if (!strcmp(entry->key, "flap")) {
    quantity_rate(entry->value, ALARM_MAX_FLAPS, &rule->flaps, &rule->flap_span,
                  &error);
  } else if (!traits->has_limit) {
    error_set(&error, "%s has no limit", traits->name);
  } else {
    double* const limit =
        !strcmp(entry->key, "raise") ? &rule->raise : &rule->clear;
    quantity_number(entry->value, traits->unit, traits->low, traits->high,
                    limit, &error);
  }
  if (error.text[0]) {
    complaints_add(complaints, entry->line, "%s: %s", entry->key, error.text);
  }
}

static bool
is_value(const char* key)
{
  static const char* const keys[] = {"raise",     "for",    "clear",
                                     "clear-for", "repeat", "flap"};
  for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); ++i) {
    if (!strcmp(key, keys[i])) {
      return true;
    }
  }
  return false;
}

/// Where only `raise` is given, `clear` is as far from it as by default; it may
/// not be beyond it
static void
fit_clear(const IniSection* section, AlarmRule* rule, Complaints* complaints)
{
  const MeasureTraits* const traits = measure_traits(rule->measure);
  const IniEntry* const clear = ini_section_find(section, "clear");
  const double way = traits->is_above ? -1.0 : 1.0;
  if (isnan(rule->raise)) { // It becomes the tag's own
    return;
  }
  if (!clear) {
    rule->clear =
        fmin(fmax(rule->raise + way * traits->hysteresis, traits->low),
             traits->high);
  } else if (way * (rule->clear - rule->raise) < 0.0) {
    complaints_add(complaints, clear->line,
                   "clear: %g is on the wrong side of raise, %g", rule->clear,
                   rule->raise);
  }
}

void
rule_section_read(const IniSection* section,
                  const View* view,
                  RulePlan* plan,
                  Complaints* complaints)
{
  const Measure measure = read_measure(section, complaints);
  *plan = (RulePlan){.line = section->line};
  station_section_check_name(section, complaints);
  if (measure == MEASURE_N) {
    return;
  }
  AlarmRule* const rule = &plan->rule;
  *rule = alarm_rule_default(measure);
  snprintf(rule->name, sizeof(rule->name), "%s", section->name);
  read_tag(section, view, rule, complaints);
  for (uint32_t i = 0; i < section->n_entries; ++i) {
    const IniEntry* const entry = &section->entries[i];
    if (!strcmp(entry->key, "stations")) {
      plan->stations = entry->value;
    } else if (is_value(entry->key)) {
      read_value(entry, rule, complaints);
    } else if (strcmp(entry->key, "on") != 0 &&
               strcmp(entry->key, "tag") != 0 &&
               !action_section_knows(entry->key, true)) {
      complaints_add(complaints, entry->line, "a rule has no '%s'", entry->key);
    }
  }
  fit_clear(section, rule, complaints);
}
