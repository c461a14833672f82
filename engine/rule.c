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
make_message(
    uint8_t* message, unsigned status, uint8_t channel, uint8_t a, uint8_t b)
{
  message[0] = (uint8_t)(status | (channel & 0x0Fu));
  message[1] = a & 0x7Fu;
  message[2] = b & 0x7Fu;
  return true;
}

static bool
is_on(const RuleState* state, const Rule* rule)
{
  return state->value > 0.0f &&
         (rule->is_number ||
          state->value >= (state->is_on ? rule->from : rule->to));
}

/// The note to be held while the rule is on
static uint8_t
find_note(const RuleState* state, const Rule* rule)
{
  const long above = rule->is_number ? lrintf(MIDI_MAX * state->value) - 1 : 0;
  return (uint8_t)fminf((float)rule->number + (float)above, MIDI_MAX);
}

/// Where a controller is between its low and high: 0..1
static float
find_place(const RuleState* state, const Rule* rule)
{
  if (rule->kind == RULE_SWITCH) {
    return state->is_on ? 1.0f : 0.0f;
  }
  const float width = fmaxf(rule->to - rule->from, 1e-6f);
  const float place = clamp((state->value - rule->from) / width, 0.0f, 1.0f);
  return rule->curve > 0.0f ? powf(place, rule->curve) : place;
}

/// The controller's value
static float
find_value(const RuleState* state, const Rule* rule)
{
  const float low = (float)rule->low;
  const float value = low + find_place(state, rule) * ((float)rule->high - low);
  return clamp(value, 0.0f, MIDI_MAX);
}

/// A note's; 0 would be an end
static uint8_t
find_velocity(const Rule* rule)
{
  return rule->high ? rule->high : 1;
}

/// Begin the note, or end the one that is held; one that follows another
/// begins at the next step
static bool
play_note(RuleState* state, const Rule* rule, bool on, uint8_t* message)
{
  const uint8_t note = find_note(state, rule);
  if (state->has_sent && (!on || note != state->sent)) {
    state->has_sent = false;
    return make_message(message, MIDI_NOTE_OFF, rule->channel, state->sent,
                        OFF_VELOCITY);
  }
  if (on && !state->has_sent) {
    state->has_sent = true;
    state->sent = note;
    return make_message(message, MIDI_NOTE_ON, rule->channel, note,
                        find_velocity(rule));
  }
  return false;
}

void
rule_update(RuleState* state, const Rule* rule, float value)
{
  const float target = clamp(value, 0.0f, 1.0f);
  const bool is_smooth = rule->smoothing > 0.0f && !rule->is_number;
  const float share = state->has_value && is_smooth
                          ? -expm1f(-1.0f / (RULE_RATE * rule->smoothing))
                          : 1.0f;
  state->value += share * (target - state->value);
  state->has_value = true;
  state->is_on = is_on(state, rule);
}

bool
rule_message(RuleState* state, const Rule* rule, uint8_t* message)
{
  if (rule->kind == RULE_NOTE) {
    return play_note(state, rule, state->is_on, message);
  }
  const uint8_t now = (uint8_t)lrintf(find_value(state, rule));
  if (state->has_sent && state->sent == now) {
    return false;
  }
  state->has_sent = true;
  state->sent = now;
  return make_message(message, MIDI_CC, rule->channel, rule->number, now);
}

float
rule_level(const RuleState* state, const Rule* rule)
{
  if (rule->kind == RULE_NOTE) {
    return state->is_on ? (float)find_velocity(rule) / MIDI_MAX : 0.0f;
  }
  return find_value(state, rule) / MIDI_MAX;
}

bool
rule_end(RuleState* state, const Rule* rule, uint8_t* message)
{
  const bool held =
      rule->kind == RULE_NOTE && play_note(state, rule, false, message);
  *state = (RuleState){.value = 0.0f};
  return held;
}
