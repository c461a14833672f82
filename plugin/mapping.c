// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "plugin/mapping.h"

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

static void
follow(Mapping* mapping, const MappingRule* rule, float value)
{
  const float target = clamp(value, 0.0f, 1.0f);
  const float share = mapping->has_value && rule->smoothing > 0.0f
                          ? -expm1f(-1.0f / (MAPPING_RATE * rule->smoothing))
                          : 1.0f;
  mapping->value += share * (target - mapping->value);
  mapping->has_value = true;
}

static bool
is_on(const Mapping* mapping, const MappingRule* rule)
{
  return mapping->value > 0.0f &&
         mapping->value >= (mapping->is_on ? rule->from : rule->to);
}

/// The controller's value
static uint8_t
find_value(const Mapping* mapping, const MappingRule* rule)
{
  if (rule->kind == MAPPING_SWITCH) {
    return mapping->is_on ? rule->high : rule->low;
  }
  const float width = fmaxf(rule->to - rule->from, 1e-6f);
  const float place = clamp((mapping->value - rule->from) / width, 0.0f, 1.0f);
  const float bent = rule->curve > 0.0f ? powf(place, rule->curve) : place;
  const float low = (float)rule->low;
  const float value = low + bent * ((float)rule->high - low);
  return (uint8_t)lrintf(clamp(value, 0.0f, MIDI_MAX));
}

static bool
play_note(Mapping* mapping, const MappingRule* rule, bool on, uint8_t* message)
{
  if (on == mapping->has_said) {
    return false;
  }
  mapping->has_said = on;
  const uint8_t velocity = rule->high ? rule->high : 1; // 0 would be an end
  return say(message, on ? MIDI_NOTE_ON : MIDI_NOTE_OFF, rule->channel,
             rule->number, on ? velocity : OFF_VELOCITY);
}

bool
mapping_step(Mapping* mapping,
             const MappingRule* rule,
             float value,
             uint8_t* message)
{
  follow(mapping, rule, value);
  mapping->is_on = is_on(mapping, rule);
  if (rule->kind == MAPPING_NOTE) {
    return play_note(mapping, rule, mapping->is_on, message);
  }
  const uint8_t now = find_value(mapping, rule);
  if (mapping->has_said && mapping->said == now) {
    return false;
  }
  mapping->has_said = true;
  mapping->said = now;
  return say(message, MIDI_CC, rule->channel, rule->number, now);
}

bool
mapping_end(Mapping* mapping, const MappingRule* rule, uint8_t* message)
{
  const bool held =
      rule->kind == MAPPING_NOTE && play_note(mapping, rule, false, message);
  *mapping = (Mapping){.value = 0.0f};
  return held;
}
