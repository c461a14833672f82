// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "engine/automation.h"

#include <math.h>
#include <string.h>

void
automation_reset(Automation* automation, double rate)
{
  memset(automation, 0, sizeof(*automation));
  automation->rate = rate;
}

static float
get(const Ports* ports, uint32_t slot, MappingField field)
{
  return ports_get(ports, ports_mapping(slot, field));
}

static uint8_t
get_byte(const Ports* ports, uint32_t slot, MappingField field)
{
  return (uint8_t)lrintf(get(ports, slot, field));
}

static MappingRule
read_rule(const Ports* ports, uint32_t slot)
{
  return (MappingRule){
      .kind = (MappingKind)get_byte(ports, slot, MAPPING_FIELD_KIND),
      .channel = (uint8_t)(get_byte(ports, slot, MAPPING_FIELD_CHANNEL) - 1u),
      .number = get_byte(ports, slot, MAPPING_FIELD_NUMBER),
      .low = get_byte(ports, slot, MAPPING_FIELD_LOW),
      .high = get_byte(ports, slot, MAPPING_FIELD_HIGH),
      .from = get(ports, slot, MAPPING_FIELD_FROM),
      .to = get(ports, slot, MAPPING_FIELD_TO),
      .curve = get(ports, slot, MAPPING_FIELD_CURVE),
      .smoothing = get(ports, slot, MAPPING_FIELD_SMOOTHING)};
}

/// Does it still say the same things of the same tag?
static bool
is_same(const AutomationSlot* slot, uint32_t tag, const MappingRule* rule)
{
  return slot->tag == tag && slot->rule.kind == rule->kind &&
         slot->rule.channel == rule->channel &&
         slot->rule.number == rule->number;
}

/// Where the level goes until the next step: a gate jumps
static void
set_level(AutomationSlot* slot, double rate)
{
  const float target =
      slot->tag ? mapping_level(&slot->mapping, &slot->rule) : 0.0f;
  const bool is_gate = slot->rule.kind != MAPPING_CC;
  slot->level = is_gate ? target : slot->level;
  slot->increment = (target - slot->level) * (float)(MAPPING_RATE / rate);
}

static void
step(AutomationSlot* slot,
     uint32_t tag,
     const MappingRule* rule,
     Ports* ports,
     const float* values,
     uint32_t frame)
{
  uint8_t message[3];
  if (!is_same(slot, tag, rule)) {
    if (mapping_end(&slot->mapping, &slot->rule, message)) {
      ports_notify(ports, frame, message);
    }
    slot->tag = tag;
  }
  slot->rule = *rule;
  if (tag) {
    mapping_follow(&slot->mapping, rule, values[tag - 1]);
    if (ports_can_notify(ports) && mapping_say(&slot->mapping, rule, message)) {
      ports_notify(ports, frame, message);
    }
  }
}

static void
step_all(Automation* automation,
         Ports* ports,
         const float* values,
         uint32_t frame)
{
  for (uint32_t i = 0; i < PORTS_MAPPINGS; ++i) {
    const uint32_t chosen = (uint32_t)lrintf(get(ports, i, MAPPING_FIELD_TAG));
    const uint32_t tag = chosen <= ports->n_tags ? chosen : 0;
    const MappingRule rule = read_rule(ports, i);
    AutomationSlot* const slot = &automation->slots[i];
    // A mapping may change when there is room to end the one before
    const bool is_full = ports_notifies(ports) && !ports_can_notify(ports);
    if ((tag || slot->tag) && !is_full) {
      step(slot, tag, &rule, ports, values, frame);
    }
    set_level(slot, automation->rate);
  }
}

static void
write_levels(Automation* automation,
             const Ports* ports,
             uint32_t begin,
             uint32_t end)
{
  for (uint32_t i = 0; i < PORTS_MAPPINGS; ++i) {
    AutomationSlot* const slot = &automation->slots[i];
    if (!ports->cv[i]) {
      slot->level += (float)(end - begin) * slot->increment;
      continue;
    }
    for (uint32_t f = begin; f < end; ++f) {
      slot->level += slot->increment;
      ports->cv[i][f] = fminf(fmaxf(slot->level, 0.0f), 1.0f);
    }
  }
}

void
automation_run(Automation* automation,
               Ports* ports,
               const float* values,
               uint32_t offset,
               uint32_t n)
{
  const uint64_t end = automation->time + n;
  uint32_t frame = 0;
  for (;;) {
    const double at =
        ceil((double)automation->n_steps * automation->rate / MAPPING_RATE);
    if (at >= (double)end) {
      break;
    }
    const uint32_t next = (uint32_t)((uint64_t)at - automation->time);
    write_levels(automation, ports, offset + frame, offset + next);
    frame = next;
    step_all(automation, ports, values, offset + frame);
    ++automation->n_steps;
  }
  write_levels(automation, ports, offset + frame, offset + n);
  automation->time = end;
}
