// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "engine/automation.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/// A rule as it was set at the last step
typedef struct {
  AutomationRule set;
  RuleState state;
  float level;     ///< As of now
  float increment; ///< Of the level, a frame
} Slot;

struct Automation {
  double rate;
  uint64_t time;    ///< Frames since the start
  uint64_t n_steps; ///< Of the rules since the start
  uint32_t n_slots;
  Slot* slots;
};

Automation*
automation_new(uint32_t n_rules, double rate)
{
  Automation* const automation = (Automation*)calloc(1, sizeof(Automation));
  if (!automation) {
    return NULL;
  }
  automation->rate = rate;
  automation->n_slots = n_rules;
  automation->slots = (Slot*)calloc(n_rules, sizeof(Slot));
  if (!automation->slots) {
    automation_free(automation);
    return NULL;
  }
  return automation;
}

void
automation_free(Automation* automation)
{
  if (automation) {
    free(automation->slots);
    free(automation);
  }
}

void
automation_reset(Automation* automation)
{
  automation->time = 0;
  automation->n_steps = 0;
  memset(automation->slots, 0, automation->n_slots * sizeof(Slot));
}

EARMARK_REALTIME static bool
has_room(const MidiSink* midi)
{
  // The plugin's looks at a port's buffer
  EARMARK_DISABLE_EFFECT_WARNINGS
  return midi->send && midi->has_room(midi->handle);
  EARMARK_RESTORE_EFFECT_WARNINGS
}

EARMARK_REALTIME static void
send(const MidiSink* midi, uint32_t frame, const uint8_t* message)
{
  // The plugin's writes to a port's buffer
  EARMARK_DISABLE_EFFECT_WARNINGS
  if (midi->send) {
    midi->send(midi->handle, frame, message);
  }
  EARMARK_RESTORE_EFFECT_WARNINGS
}

/// Does it still send the same things of the same source?
static bool
is_same(const AutomationRule* a, const AutomationRule* b)
{
  return a->source == b->source && a->rule.kind == b->rule.kind &&
         a->rule.channel == b->rule.channel && a->rule.number == b->rule.number;
}

/// Where the level goes until the next step: a gate jumps
static void
set_level(Slot* slot, double rate)
{
  const float target =
      slot->set.source ? rule_level(&slot->state, &slot->set.rule) : 0.0f;
  const bool is_gate = slot->set.rule.kind != RULE_CC;
  slot->level = is_gate ? target : slot->level;
  slot->increment = (target - slot->level) * (float)(RULE_RATE / rate);
}

static void
step(Slot* slot,
     const AutomationRule* set,
     const MidiSink* midi,
     const float* values,
     uint32_t frame)
{
  uint8_t message[3];
  if (!is_same(&slot->set, set) &&
      rule_end(&slot->state, &slot->set.rule, message)) {
    send(midi, frame, message);
  }
  slot->set = *set;
  if (set->source) {
    rule_update(&slot->state, &set->rule, values[set->source - 1]);
    if (has_room(midi) && rule_message(&slot->state, &set->rule, message)) {
      send(midi, frame, message);
    }
  }
}

static void
step_all(Automation* automation,
         const AutomationIo* io,
         const float* values,
         uint32_t frame)
{
  const MidiSink* const midi = &io->midi;
  for (uint32_t i = 0; i < automation->n_slots; ++i) {
    Slot* const slot = &automation->slots[i];
    // A rule may change when there is room to end the one before
    const bool is_full = midi->send && !has_room(midi);
    if ((io->rules[i].source || slot->set.source) && !is_full) {
      step(slot, &io->rules[i], midi, values, frame);
    }
    set_level(slot, automation->rate);
  }
}

static void
write_levels(Automation* automation,
             float* const* levels,
             uint32_t begin,
             uint32_t end)
{
  for (uint32_t i = 0; i < automation->n_slots; ++i) {
    Slot* const slot = &automation->slots[i];
    float* const level = levels ? levels[i] : NULL;
    if (!level) {
      slot->level += (float)(end - begin) * slot->increment;
      continue;
    }
    for (uint32_t f = begin; f < end; ++f) {
      slot->level += slot->increment;
      level[f] = fminf(fmaxf(slot->level, 0.0f), 1.0f);
    }
  }
}

void
automation_run(Automation* automation,
               const AutomationIo* io,
               const float* values,
               uint32_t offset,
               uint32_t n)
{
  const uint64_t end = automation->time + n;
  uint32_t frame = 0;
  for (;;) {
    const double at =
        ceil((double)automation->n_steps * automation->rate / RULE_RATE);
    if (at >= (double)end) {
      break;
    }
    const uint32_t next = (uint32_t)((uint64_t)at - automation->time);
    write_levels(automation, io->levels, offset + frame, offset + next);
    frame = next;
    step_all(automation, io, values, offset + frame);
    ++automation->n_steps;
  }
  write_levels(automation, io->levels, offset + frame, offset + n);
  automation->time = end;
}

void
automation_end(Automation* automation, const MidiSink* midi, uint32_t frame)
{
  for (uint32_t i = 0; i < automation->n_slots; ++i) {
    Slot* const slot = &automation->slots[i];
    uint8_t message[3];
    if (rule_end(&slot->state, &slot->set.rule, message)) {
      send(midi, frame, message);
    }
  }
  automation_reset(automation);
}
