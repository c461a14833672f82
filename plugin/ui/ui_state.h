// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_UI_STATE_H
#define EARMARK_UI_STATE_H

#include "engine/sources.h"
#include "plugin/ports.h"
#include "plugin/ui/block.h"
#include "plugin/ui/history.h"
#include "plugin/ui/plugin_info.h"

#include <stdbool.h>
#include <stdint.h>

/// Parts of the window; bits of a set
typedef enum {
  PART_HEADER = 1,  ///< Title and groups
  PART_BARS = 2,    ///< Leaders, names and bars
  PART_TAGGRAM = 4, ///< The last minute beside them
  PART_PLANE = 8,   ///< Two scales
  PART_SETTINGS = 16,
  PART_ALL = 31
} UiPart;

#define N_PARTS 5u

/// What the window shows: the ports' values, and which tags of them.  [GUI]
typedef struct {
  const PluginInfo* info;
  float* values;    ///< [n_ports]
  float* shown;     ///< [view_values()]: those of tags, then of scales
  History* history; ///< Of these
  Sources* sources; ///< Of these: what mappings follow
  uint32_t ports[N_FIXED_PORTS];    ///< Their indices, or INFO_NONE
  Block blocks[NETWORK_MAX_GROUPS]; ///< Of all groups of the view
  double time;                      ///< Of the last update
} UiState;

/// NULL if memory is short; `info` must outlive it
UiState* ui_state_new(const PluginInfo* info);

void ui_state_free(UiState* state);

/// The host says what a port is; returns the parts that show it
unsigned ui_state_set(UiState* state, uint32_t port, float value);

/// `now`, in seconds, nobody looks: only remember.  True if there is a new
/// column of history.
bool ui_state_record(UiState* state, double now);

/// At `now`, in seconds, choose what is shown again; there is room for
/// n_rows[n_groups] rows.  Returns the parts that look different now.
unsigned ui_state_update(UiState* state, double now, const uint32_t* n_rows);

/// Value of a port; 0 if the plugin has none of its symbol
float ui_state_get(const UiState* state, FixedPort port);

/// By a group's place in the view
bool ui_state_is_hidden(const UiState* state, uint32_t group);
bool ui_state_is_pinned(const UiState* state, uint32_t group);

/// What the port would be with this group hidden (or pinned), or no longer so
float ui_state_toggled(const UiState* state, FixedPort port, uint32_t group);

#endif
