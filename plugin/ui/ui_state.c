// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "plugin/ui/ui_state.h"

#include "model/view.h"

#include <math.h>
#include <stdlib.h>

UiState*
ui_state_new(const PluginInfo* info)
{
  UiState* const state = (UiState*)calloc(1, sizeof(UiState));
  if (!state) {
    return NULL;
  }
  const View* const view = &info->view;
  state->info = info;
  state->values = (float*)calloc((size_t)info->n_ports + 1, sizeof(float));
  state->shown = (float*)calloc((size_t)view_values(view) + 1, sizeof(float));
  state->history = history_new(view_values(view));
  state->sources = sources_new(view);
  if (!state->values || !state->shown || !state->history || !state->sources) {
    ui_state_free(state);
    return NULL;
  }
  for (uint32_t i = 0; i < info->n_ports; ++i) {
    state->values[i] = info->ports[i].normal;
  }
  for (uint32_t i = 0; i < view->n_scales; ++i) {
    state->shown[view->n_tags + i] = view->scales[i].rest;
  }
  for (uint32_t i = 0; i < N_FIXED_PORTS; ++i) {
    state->ports[i] = plugin_info_find_port(info, port_symbols[i]);
  }
  for (uint32_t i = 0; i < view->n_groups; ++i) {
    state->blocks[i].group = i;
  }
  return state;
}

void
ui_state_free(UiState* state)
{
  if (state) {
    sources_free(state->sources);
    history_free(state->history);
    free(state->shown);
    free(state->values);
    free(state);
  }
}

float
ui_state_get(const UiState* state, FixedPort port)
{
  const uint32_t index = state->ports[port];
  return index == INFO_NONE ? 0.0f : state->values[index];
}

/// Sessions know groups by their numbers, not by their places
static bool
has_bit(const UiState* state, FixedPort port, uint32_t number)
{
  const float value = ui_state_get(state, port);
  return value > 0.0f && number < PORTS_MAX_GROUPS &&
         ((uint32_t)fminf(value, PORTS_ALL_GROUPS) >> number & 1u);
}

bool
ui_state_is_hidden(const UiState* state, uint32_t group)
{
  return has_bit(state, PORT_HIDDEN_GROUPS, state->info->groups[group].number);
}

bool
ui_state_is_pinned(const UiState* state, uint32_t group)
{
  return has_bit(state, PORT_PINNED_GROUPS, state->info->groups[group].number);
}

float
ui_state_toggled(const UiState* state, FixedPort port, uint32_t group)
{
  uint32_t bits = 0;
  for (uint32_t i = 0; i < PORTS_MAX_GROUPS; ++i) {
    bits |= (uint32_t)has_bit(state, port, i) << i;
  }
  return (float)(bits ^ 1u << state->info->groups[group].number);
}

/// The parts that a setting's value is seen in
static unsigned
parts_of(const UiState* state, uint32_t port)
{
  const bool is_group = port == state->ports[PORT_HIDDEN_GROUPS] ||
                        port == state->ports[PORT_PINNED_GROUPS];
  return is_group ? (unsigned)PART_ALL : (unsigned)PART_SETTINGS;
}

unsigned
ui_state_set(UiState* state, uint32_t port, float value)
{
  const PluginInfo* const info = state->info;
  const View* const view = &info->view;
  if (port >= info->n_ports || !info->ports[port].symbol || isnan(value) ||
      state->values[port] == value) {
    return 0;
  }
  state->values[port] = value;
  const uint32_t first = view->n_tags ? info->tag_ports[0] : 0;
  if (view->n_tags && port >= first && port - first < view->n_tags) {
    state->shown[port - first] = value;
    return 0; // ui_state_update() says what becomes of it
  }
  for (uint32_t i = 0; i < view->n_scales; ++i) {
    if (port == info->scale_ports[i]) {
      state->shown[view->n_tags + i] = value;
      return PART_PLANE | PART_SETTINGS;
    }
  }
  return parts_of(state, port);
}

bool
ui_state_record(UiState* state, double now)
{
  return history_advance(state->history, now, state->shown);
}

/// Does a mapping follow anything?
static bool
has_mappings(const UiState* state)
{
  bool found = false;
  for (uint32_t i = 0; i < PORTS_MAPPINGS; ++i) {
    found = found ||
            ui_state_get(state, ports_mapping(i, MAPPING_FIELD_TAG)) > 0.0f;
  }
  return found;
}

/// The blocks, of which hidden ones have no rows; returns what has changed
static unsigned
update_blocks(UiState* state, double now, const uint32_t* n_rows)
{
  const View* const view = &state->info->view;
  unsigned changes = 0;
  for (uint32_t g = 0; g < view->n_groups; ++g) {
    const BlockSource source = {.view = view,
                                .summary = sources_summary(state->sources),
                                .tags = state->shown,
                                .all = ui_state_is_pinned(state, g)};
    changes |= block_update(&state->blocks[g], &source, n_rows[g], now,
                            now - state->time);
  }
  return changes;
}

unsigned
ui_state_update(UiState* state, double now, const uint32_t* n_rows)
{
  const float hysteresis =
      fmaxf(ui_state_get(state, PORT_HYSTERESIS), SUMMARY_HYSTERESIS);
  unsigned parts = 0;
  sources_update(state->sources, state->shown, hysteresis);
  if (ui_state_record(state, now)) {
    parts |= (unsigned)PART_TAGGRAM | (unsigned)PART_PLANE;
  }
  const unsigned changes = update_blocks(state, now, n_rows);
  if (changes) {
    parts |= (unsigned)PART_BARS;
    parts |= has_mappings(state) ? (unsigned)PART_SETTINGS : 0u;
  }
  parts |= changes & BLOCK_ROWS ? (unsigned)PART_TAGGRAM : 0u;
  state->time = now;
  return parts;
}
