// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/options/rule_option.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_TEXT 256u
#define HYSTERESIS 0.05f

/// A number within a range; false with a message
static bool
number(
    const char* name, const char* text, double low, double high, double* value)
{
  char* end = NULL;
  *value = text ? strtod(text, &end) : 0.0;
  if (!text || end == text || *end || !(*value >= low && *value <= high)) {
    fprintf(stderr, "earmark: %s needs a number from %g to %g\n", name, low,
            high);
    return false;
  }
  return true;
}

static bool
set_kind(Rule* rule, const char* name, const char* text)
{
  double value = 0.0;
  if (!number(name, text, 0.0, 127.0, &value)) {
    return false;
  }
  rule->kind = *name == 'c' ? RULE_CC : *name == 's' ? RULE_SWITCH : RULE_NOTE;
  rule->number = (uint8_t)value;
  return true;
}

/// One "name=text"
static bool
set(Rule* rule, const char* name, const char* text)
{
  const struct {
    const char* name;
    double low;
    double high;
    uint8_t* byte;
    float* real;
  } fields[] = {
      {"channel", 1.0, 16.0, &rule->channel, NULL},
      {"low", 0.0, 127.0, &rule->low, NULL},
      {"high", 0.0, 127.0, &rule->high, NULL},
      {"from", 0.0, 1.0, NULL, &rule->from},
      {"to", 0.0, 1.0, NULL, &rule->to},
      {"curve", 0.1, 10.0, NULL, &rule->curve},
      {"smoothing", 0.0, 60.0, NULL, &rule->smoothing},
  };
  if (!strcmp(name, "cc") || !strcmp(name, "switch") || !strcmp(name, "note")) {
    return set_kind(rule, name, text);
  }
  for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); ++i) {
    if (strcmp(name, fields[i].name)) {
      continue;
    }
    double value = 0.0;
    if (!number(name, text, fields[i].low, fields[i].high, &value)) {
      return false;
    }
    if (fields[i].byte) {
      *fields[i].byte = (uint8_t)value;
    } else {
      *fields[i].real = (float)value;
    }
    return true;
  }
  fprintf(stderr, "earmark: --map knows no '%s'\n", name);
  return false;
}

static bool
find_tag(const View* view, const char* name, uint32_t* tag)
{
  for (uint32_t i = 0; i < view->n_tags; ++i) {
    if (!strcmp(name, view->tags[i].name) ||
        !strcmp(name, view->tags[i].symbol)) {
      *tag = i;
      return true;
    }
  }
  fprintf(stderr, "earmark: the view has no tag '%s'\n", name);
  return false;
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

bool
rule_parse(const char* text, const View* view, TagRule* rule)
{
  char copy[MAX_TEXT];
  if (strlen(text) >= sizeof(copy)) {
    fputs("earmark: a --map is too long\n", stderr);
    return false;
  }
  memcpy(copy, text, strlen(text) + 1);
  char* next = strchr(copy, ',');
  if (next) {
    *next++ = '\0';
  }
  if (!find_tag(view, copy, &rule->tag)) {
    return false;
  }
  rule->rule = (Rule){.kind = RULE_CC,
                      .channel = 1,
                      .number = 20,
                      .high = 127,
                      .from = -1.0f,
                      .to = -1.0f,
                      .curve = 1.0f,
                      .smoothing = 0.5f};
  while (next) {
    char* const field = next;
    next = strchr(field, ',');
    if (next) {
      *next++ = '\0';
    }
    char* const equals = strchr(field, '=');
    if (equals) {
      *equals = '\0';
    }
    if (!set(&rule->rule, field, equals ? equals + 1 : NULL)) {
      return false;
    }
  }
  set_range(&rule->rule, view->tags[rule->tag].threshold);
  if (rule->rule.to <= rule->rule.from) {
    fputs("earmark: to must be above from\n", stderr);
    return false;
  }
  --rule->rule.channel; // People count from 1
  return true;
}
