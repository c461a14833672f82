// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_UI_STATE_H
#define EARMARK_UI_STATE_H

#include "plugin/ports.h"
#include "plugin/ui/history.h"
#include "plugin/ui/plugin_info.h"

#include <stdbool.h>
#include <stdint.h>

#define UI_STATE_MAX_BARS 48u
#define UI_STATE_MAX_ROWS 64u

/// Parts of the window, from the top; bits of a set
typedef enum {
  PART_GROUPS = 1,
  PART_BARS = 2,
  PART_TAGGRAM = 4,
  PART_SETTINGS = 8,
  PART_ALL = 15
} UiPart;

/// A tag among the strongest, as shown
typedef struct {
  uint32_t tag;
  uint32_t permille;
  bool pinned; ///< Here as the strongest of its group
} UiBar;

/// What the window shows: the ports' values, and which tags of them.  [GUI]
typedef struct {
  const PluginInfo* info;
  float* values; ///< [n_ports]
  float* tags;   ///< [n_tags], the same of the tags
  History* history;
  uint32_t ports[N_FIXED_PORTS]; ///< Their indices, or INFO_NONE
  uint32_t n_bars;
  UiBar bars[UI_STATE_MAX_BARS];
  uint32_t n_rows;
  uint32_t rows[UI_STATE_MAX_ROWS]; ///< Tags of the taggram
} UiState;

/// NULL if memory is short; `info` must outlive it
UiState* ui_state_new(const PluginInfo* info);

void ui_state_free(UiState* state);

/// The host says what a port is; returns the parts that show it
unsigned ui_state_set(UiState* state, uint32_t port, float value);

/// `now`, in seconds, nobody looks: only remember.  True if there is a new
/// column of history.
bool ui_state_record(UiState* state, double now);

/// At `now`, in seconds, choose the bars and the taggram's rows again, as many
/// as there is room for.  Returns the parts that look different now.
unsigned ui_state_update(UiState* state,
                         double now,
                         uint32_t max_bars,
                         uint32_t max_rows);

/// Value of a port; 0 if the plugin has none of its symbol
float ui_state_get(const UiState* state, FixedPort port);

bool ui_state_is_hidden(const UiState* state, uint32_t group);
bool ui_state_is_pinned(const UiState* state, uint32_t group);

/// What the port would be with this group hidden (or pinned), or no longer so
float ui_state_toggled(const UiState* state, FixedPort port, uint32_t group);

#endif
