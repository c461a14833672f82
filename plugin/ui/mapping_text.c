// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "plugin/ui/mapping_text.h"

#include "engine/rule.h"
#include "engine/sources.h"

#include <math.h>
#include <stdio.h>

static float
get(const UiState* state, uint32_t mapping, MappingField field)
{
  return ui_state_get(state, ports_mapping(mapping, field));
}

static uint8_t
get_byte(const UiState* state, uint32_t mapping, MappingField field)
{
  return (uint8_t)lrintf(
      fminf(fmaxf(get(state, mapping, field), 0.0f), 127.0f));
}

/// The mapping's rule, for its value now: as if it were not smoothed
static Rule
read_rule(const UiState* state, uint32_t mapping)
{
  const uint8_t kind = get_byte(state, mapping, MAPPING_FIELD_KIND);
  return (Rule){.kind = kind > RULE_NOTE ? RULE_CC : (RuleKind)kind,
                .number = get_byte(state, mapping, MAPPING_FIELD_NUMBER),
                .low = get_byte(state, mapping, MAPPING_FIELD_LOW),
                .high = get_byte(state, mapping, MAPPING_FIELD_HIGH),
                .from = get(state, mapping, MAPPING_FIELD_FROM),
                .to = get(state, mapping, MAPPING_FIELD_TO),
                .curve = get(state, mapping, MAPPING_FIELD_CURVE)};
}

/// What it follows: "energy 0.67", "strongest genre rock"
static void
describe_source(const UiState* state, uint32_t source, char* text, size_t size)
{
  const View* const view = &state->info->view;
  const Summary* const summary = sources_summary(state->sources);
  char name[SOURCES_NAME_SIZE];
  sources_name(view, source, name);
  if (sources_is_group(view, source)) {
    const uint32_t leader =
        summary_leader(summary, source - view->n_tags - view->n_scales);
    snprintf(text, size, "%s %s", name,
             leader ? view->tags[leader - 1].name : "-");
  } else {
    snprintf(text, size, "%s %.2f", name,
             (double)sources_values(state->sources)[source]);
  }
}

bool
mapping_text(const UiState* state,
             uint32_t mapping,
             char* text,
             uint32_t size,
             float* level)
{
  const View* const view = &state->info->view;
  const float number = get(state, mapping, MAPPING_FIELD_TAG);
  if (!(number >= 0.5f && number < (float)sources_count(view) + 0.5f)) {
    return false;
  }
  const uint32_t source = (uint32_t)lrintf(number) - 1;
  char what[SOURCES_NAME_SIZE + NETWORK_MAX_TEXT];
  Rule rule = read_rule(state, mapping);
  RuleState now = {.is_on = false};
  rule.is_number = sources_is_group(view, source);
  rule_update(&now, &rule, sources_values(state->sources)[source]);
  *level = rule_level(&now, &rule);
  describe_source(state, source, what, sizeof(what));
  const long channel = lrintf(get(state, mapping, MAPPING_FIELD_CHANNEL));
  if (rule.kind == RULE_NOTE) {
    const long above =
        rule.is_number && now.is_on ? lrintf(127.0f * now.value) - 1 : 0;
    snprintf(text, size, "%s: note %ld on channel %ld is %s", what,
             rule.number + above, channel, now.is_on ? "on" : "off");
  } else {
    snprintf(text, size, "%s: controller %u on channel %ld is %ld", what,
             rule.number, channel, lrintf(127.0f * *level));
  }
  return true;
}
