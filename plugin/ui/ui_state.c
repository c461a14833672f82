// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "plugin/ui/ui_state.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define STAY 0.03f /* By how much another must be ahead to take a place */
#define MIN_SHOWN 0.005f

UiState*
ui_state_new(const PluginInfo* info)
{
  UiState* const state = (UiState*)calloc(1, sizeof(UiState));
  if (!state) {
    return NULL;
  }
  state->info = info;
  state->values = (float*)calloc((size_t)info->n_ports + 1, sizeof(float));
  state->tags = (float*)calloc((size_t)info->n_tags + 1, sizeof(float));
  state->history = history_new(info->n_tags);
  if (!state->values || !state->tags || !state->history) {
    ui_state_free(state);
    return NULL;
  }
  for (uint32_t i = 0; i < info->n_ports; ++i) {
    state->values[i] = info->ports[i].normal;
  }
  for (uint32_t i = 0; i < N_FIXED_PORTS; ++i) {
    state->ports[i] = plugin_info_find_port(info, port_symbols[i]);
  }
  return state;
}

void
ui_state_free(UiState* state)
{
  if (state) {
    history_free(state->history);
    free(state->values);
    free(state->tags);
    free(state);
  }
}

float
ui_state_get(const UiState* state, FixedPort port)
{
  const uint32_t index = state->ports[port];
  return index == INFO_NONE ? 0.0f : state->values[index];
}

static bool
has_bit(const UiState* state, FixedPort port, uint32_t group)
{
  const float value = ui_state_get(state, port);
  return value > 0.0f &&
         ((uint32_t)fminf(value, PORTS_ALL_GROUPS) >> group & 1u);
}

bool
ui_state_is_hidden(const UiState* state, uint32_t group)
{
  return has_bit(state, PORT_HIDDEN_GROUPS, group);
}

bool
ui_state_is_pinned(const UiState* state, uint32_t group)
{
  return has_bit(state, PORT_PINNED_GROUPS, group);
}

float
ui_state_toggled(const UiState* state, FixedPort port, uint32_t group)
{
  uint32_t bits = 0;
  for (uint32_t i = 0; i < PORTS_MAX_GROUPS; ++i) {
    bits |= (uint32_t)has_bit(state, port, i) << i;
  }
  return (float)(bits ^ 1u << group);
}

/// The parts that a setting's value is seen in
static unsigned
parts_of(const UiState* state, uint32_t port)
{
  if (port == state->ports[PORT_HIDDEN_GROUPS] ||
      port == state->ports[PORT_PINNED_GROUPS]) {
    return PART_GROUPS | PART_BARS | PART_TAGGRAM;
  }
  if (port == state->ports[PORT_THRESHOLD]) {
    return PART_BARS | PART_SETTINGS;
  }
  return PART_SETTINGS;
}

unsigned
ui_state_set(UiState* state, uint32_t port, float value)
{
  const PluginInfo* const info = state->info;
  if (port >= info->n_ports || !info->ports[port].symbol || isnan(value) ||
      state->values[port] == value) {
    return 0;
  }
  state->values[port] = value;
  const uint32_t first = info->n_tags ? info->tags[0].port : 0;
  if (info->n_tags && port >= first && port - first < info->n_tags) {
    state->tags[port - first] = value;
    return 0; // ui_state_update() says what becomes of it
  }
  return parts_of(state, port);
}

/// May a tag be shown?  What is not ranked only if the user pins its group.
static bool
is_shown(const UiState* state, uint32_t tag)
{
  const TagInfo* const self = &state->info->tags[tag];
  return !ui_state_is_hidden(state, self->group) &&
         (self->ranked || ui_state_is_pinned(state, self->group));
}

/// Where a tag's bar is, or n_bars
static uint32_t
find_bar(const UiState* state, uint32_t tag)
{
  uint32_t i = 0;
  while (i < state->n_bars && state->bars[i].tag != tag) {
    ++i;
  }
  return i;
}

/// The strongest tag not yet taken, of one group or of any (INFO_NONE)
static uint32_t
find_strongest(const UiState* state, const bool* taken, uint32_t group)
{
  const PluginInfo* const info = state->info;
  uint32_t best = INFO_NONE;
  float best_value = -1.0f;
  for (uint32_t i = 0; i < info->n_tags; ++i) {
    const bool fits =
        group == INFO_NONE ? is_shown(state, i) : info->tags[i].group == group;
    // Those that are above already stay so against small changes
    const uint32_t place = find_bar(state, i);
    const float bonus = STAY * (float)(state->n_bars - place);
    const bool matters = group != INFO_NONE || state->tags[i] >= MIN_SHOWN;
    if (fits && matters && !taken[i] && state->tags[i] + bonus > best_value) {
      best = i;
      best_value = state->tags[i] + bonus;
    }
  }
  return best;
}

static void
choose_bars(UiState* state, UiState* next, uint32_t max_bars, bool* taken)
{
  const PluginInfo* const info = state->info;
  next->n_bars = 0;
  for (uint32_t i = 0; i < info->n_groups + max_bars; ++i) {
    const bool pinned = i < info->n_groups;
    if (pinned &&
        (!ui_state_is_pinned(state, i) || ui_state_is_hidden(state, i))) {
      continue;
    }
    const uint32_t tag = find_strongest(state, taken, pinned ? i : INFO_NONE);
    if (tag == INFO_NONE || next->n_bars >= max_bars) {
      continue;
    }
    taken[tag] = true;
    next->bars[next->n_bars++] = (UiBar){
        tag,
        (uint32_t)lrintf(1000.0f * fminf(fmaxf(state->tags[tag], 0.0f), 1.0f)),
        pinned};
  }
}

static bool
update_bars(UiState* state, uint32_t max_bars)
{
  const uint32_t limit =
      max_bars < UI_STATE_MAX_BARS ? max_bars : UI_STATE_MAX_BARS;
  bool* const taken = (bool*)calloc((size_t)state->info->n_tags + 1, 1);
  if (!taken) {
    return false;
  }
  UiState next = *state;
  choose_bars(state, &next, limit, taken);
  free(taken);
  bool differs = next.n_bars != state->n_bars;
  for (uint32_t i = 0; !differs && i < next.n_bars; ++i) {
    const UiBar* const a = &next.bars[i];
    const UiBar* const b = &state->bars[i];
    differs = a->tag != b->tag || a->permille != b->permille ||
              a->pinned != b->pinned;
  }
  *state = next;
  return differs;
}

/// The tag that was or is strongest and is not yet taken, or INFO_NONE if
/// all are next to nothing
static uint32_t
find_lasting(const UiState* state, const bool* taken, const bool* was_there)
{
  uint32_t best = INFO_NONE;
  float best_strength = 0.0f;
  for (uint32_t i = 0; i < state->info->n_tags; ++i) {
    const float strength =
        0.5f * (history_rms(state->history, i) + state->tags[i]);
    const float bonus = was_there[i] ? STAY : 0.0f;
    if (!taken[i] && is_shown(state, i) && strength >= MIN_SHOWN &&
        strength + bonus > best_strength) {
      best = i;
      best_strength = strength + bonus;
    }
  }
  return best;
}

/// Rows of the taggram: the strongest of the last minute and now, in the tags'
/// order
static void
update_rows(UiState* state, uint32_t max_rows)
{
  const uint32_t limit =
      max_rows < UI_STATE_MAX_ROWS ? max_rows : UI_STATE_MAX_ROWS;
  const uint32_t n_tags = state->info->n_tags;
  bool* const taken = (bool*)calloc(2 * (size_t)n_tags + 1, sizeof(bool));
  if (!taken) {
    return;
  }
  bool* const was_there = taken + n_tags;
  for (uint32_t i = 0; i < state->n_rows; ++i) {
    was_there[state->rows[i]] = true;
  }
  for (uint32_t n = 0; n < limit; ++n) {
    const uint32_t tag = find_lasting(state, taken, was_there);
    if (tag == INFO_NONE) {
      break;
    }
    taken[tag] = true;
  }
  state->n_rows = 0;
  for (uint32_t i = 0; i < n_tags; ++i) {
    if (taken[i]) {
      state->rows[state->n_rows++] = i;
    }
  }
  free(taken);
}

bool
ui_state_record(UiState* state, double now)
{
  return history_advance(state->history, now, state->tags);
}

unsigned
ui_state_update(UiState* state,
                double now,
                uint32_t max_bars,
                uint32_t max_rows)
{
  unsigned parts = 0;
  if (ui_state_record(state, now)) {
    update_rows(state, max_rows);
    parts |= PART_TAGGRAM;
  }
  return parts | (update_bars(state, max_bars) ? (unsigned)PART_BARS : 0u);
}
