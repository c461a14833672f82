// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "engine/rule.h"

#include <math.h>

#define MIDI_NOTE_OFF 0x80u
#define MIDI_NOTE_ON 0x90u
#define MIDI_CC 0xB0u
#define MIDI_MAX 127.0f
#define OFF_VELOCITY 64u

static float
clamp(float value, float low, float high)
{
  return fminf(fmaxf(value, low), high); // NaN becomes low
}

static bool
say(uint8_t* message, unsigned status, uint8_t channel, uint8_t a, uint8_t b)
{
  message[0] = (uint8_t)(status | (channel & 0x0Fu));
  message[1] = a & 0x7Fu;
  message[2] = b & 0x7Fu;
  return true;
}

static bool
is_on(const Mapping* mapping, const MappingRule* rule)
{
  return mapping->value > 0.0f &&
         mapping->value >= (mapping->is_on ? rule->from : rule->to);
}

/// Where a controller is between its low and high: 0..1
static float
find_place(const Mapping* mapping, const MappingRule* rule)
{
  if (rule->kind == MAPPING_SWITCH) {
    return mapping->is_on ? 1.0f : 0.0f;
  }
  const float width = fmaxf(rule->to - rule->from, 1e-6f);
  const float place = clamp((mapping->value - rule->from) / width, 0.0f, 1.0f);
  return rule->curve > 0.0f ? powf(place, rule->curve) : place;
}

/// The controller's value
static float
find_value(const Mapping* mapping, const MappingRule* rule)
{
  const float low = (float)rule->low;
  const float value =
      low + find_place(mapping, rule) * ((float)rule->high - low);
  return clamp(value, 0.0f, MIDI_MAX);
}

/// A note's; 0 would be an end
static uint8_t
find_velocity(const MappingRule* rule)
{
  return rule->high ? rule->high : 1;
}

static bool
play_note(Mapping* mapping, const MappingRule* rule, bool on, uint8_t* message)
{
  if (on == mapping->has_said) {
    return false;
  }
  mapping->has_said = on;
  return say(message, on ? MIDI_NOTE_ON : MIDI_NOTE_OFF, rule->channel,
             rule->number, on ? find_velocity(rule) : OFF_VELOCITY);
}

void
mapping_follow(Mapping* mapping, const MappingRule* rule, float value)
{
  const float target = clamp(value, 0.0f, 1.0f);
  const float share = mapping->has_value && rule->smoothing > 0.0f
                          ? -expm1f(-1.0f / (MAPPING_RATE * rule->smoothing))
                          : 1.0f;
  mapping->value += share * (target - mapping->value);
  mapping->has_value = true;
  mapping->is_on = is_on(mapping, rule);
}

bool
mapping_say(Mapping* mapping, const MappingRule* rule, uint8_t* message)
{
  if (rule->kind == MAPPING_NOTE) {
    return play_note(mapping, rule, mapping->is_on, message);
  }
  const uint8_t now = (uint8_t)lrintf(find_value(mapping, rule));
  if (mapping->has_said && mapping->said == now) {
    return false;
  }
  mapping->has_said = true;
  mapping->said = now;
  return say(message, MIDI_CC, rule->channel, rule->number, now);
}

float
mapping_level(const Mapping* mapping, const MappingRule* rule)
{
  if (rule->kind == MAPPING_NOTE) {
    return mapping->is_on ? (float)find_velocity(rule) / MIDI_MAX : 0.0f;
  }
  return find_value(mapping, rule) / MIDI_MAX;
}

bool
mapping_end(Mapping* mapping, const MappingRule* rule, uint8_t* message)
{
  const bool held =
      rule->kind == MAPPING_NOTE && play_note(mapping, rule, false, message);
  *mapping = (Mapping){.value = 0.0f};
  return held;
}
