// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/options/rule_option.h"

#include "engine/sources.h"
#include "tools/options/number.h"

#include <math.h>
#include <string.h>

#define MAX_TEXT 256u
#define HYSTERESIS 0.05f
#define HALF 0.5f     /* of a scale, where a switch or note goes on */
#define UNSET (-1.0f) /* a probability that was not given */

static const NumberRange midi_range = {0.0, RULE_MAX_VALUE, true};

/// Which fields a rule has beside its kind: "name=number"
typedef struct {
  const char* name;
  NumberRange range;
  uint8_t* byte; ///< Where it goes: here or
  float* real;   ///< there
} Field;

static bool
set_kind(Rule* rule, const char* name, const char* text, Error* error)
{
  double value = 0.0;
  if (!number_parse(name, text, midi_range, &value, error)) {
    return false;
  }
  rule->kind = *name == 'c' ? RULE_CC : *name == 's' ? RULE_SWITCH : RULE_NOTE;
  rule->number = (uint8_t)value;
  return true;
}

/// One "name=text"; `text` is NULL if there is no '='
static bool
set_field(Rule* rule, const char* name, const char* text, Error* error)
{
  const Field fields[] = {
      {"channel", {1.0, RULE_MAX_CHANNEL, true}, &rule->channel, NULL},
      {"low", midi_range, &rule->low, NULL},
      {"high", midi_range, &rule->high, NULL},
      {"from", {0.0, 1.0, false}, NULL, &rule->from},
      {"to", {0.0, 1.0, false}, NULL, &rule->to},
      {"curve", {RULE_MIN_CURVE, RULE_MAX_CURVE, false}, NULL, &rule->curve},
      {"smoothing", {0.0, RULE_MAX_SMOOTHING, false}, NULL, &rule->smoothing},
  };
  if (!strcmp(name, "cc") || !strcmp(name, "switch") || !strcmp(name, "note")) {
    return set_kind(rule, name, text, error);
  }
  for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); ++i) {
    const Field* const field = &fields[i];
    double value = 0.0;
    if (strcmp(name, field->name)) {
      continue;
    }
    if (!number_parse(name, text, field->range, &value, error)) {
      return false;
    }
    if (field->byte) {
      *field->byte = (uint8_t)value;
    } else {
      *field->real = (float)value;
    }
    return true;
  }
  error_set(error, "--map knows no '%s'", name);
  return false;
}

/// End the text at the first `mark`; returns what follows it, or NULL
static char*
cut(char* text, char mark)
{
  char* const found = strchr(text, mark);
  if (found) {
    *found = '\0';
  }
  return found ? found + 1 : NULL;
}

static bool
find_source(const View* view, const char* name, uint32_t* source, Error* error)
{
  *source = sources_find(view, name);
  if (*source == sources_count(view)) {
    error_set(error, "the view has no tag '%s'", name);
    return false;
  }
  return true;
}

/// What was not given
static void
set_range(Rule* rule, float threshold)
{
  const bool follows = rule->kind == RULE_CC;
  if (rule->to < 0.0f) {
    rule->to = follows ? 1.0f : threshold;
  }
  if (rule->from < 0.0f) {
    rule->from = follows ? 0.0f : fmaxf(rule->to - HYSTERESIS, 0.0f);
  }
}

/// The fields behind the source; `text` is taken apart
static bool
set_fields(Rule* rule, char* text, Error* error)
{
  for (char* next = text; next;) {
    char* const field = next;
    next = cut(field, ',');
    const char* const number = cut(field, '=');
    if (!set_field(rule, field, number, error)) {
      return false;
    }
  }
  return true;
}

bool
rule_option_parse(const char* text,
                  const View* view,
                  AutomationRule* rule,
                  Error* error)
{
  char copy[MAX_TEXT];
  if (strlen(text) >= sizeof(copy)) {
    error_set(error, "a --map is longer than %u bytes", MAX_TEXT - 1);
    return false;
  }
  memcpy(copy, text, strlen(text) + 1);
  rule->rule = (Rule){.kind = RULE_CC,
                      .channel = RULE_CHANNEL,
                      .number = RULE_NUMBER,
                      .high = RULE_MAX_VALUE,
                      .from = UNSET,
                      .to = UNSET,
                      .curve = RULE_CURVE,
                      .smoothing = RULE_SMOOTHING};
  char* const fields = cut(copy, ',');
  uint32_t source = 0;
  if (!find_source(view, copy, &source, error) ||
      !set_fields(&rule->rule, fields, error)) {
    return false;
  }
  rule->source = source + 1;
  rule->rule.is_number = sources_is_group(view, source);
  set_range(&rule->rule,
            source < view->n_tags ? view->tags[source].threshold : HALF);
  if (rule->rule.to <= rule->rule.from) {
    error_set(error, "to must be above from");
    return false;
  }
  --rule->rule.channel; // People count from 1
  return true;
}
