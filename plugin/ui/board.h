// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_UI_BOARD_H
#define EARMARK_UI_BOARD_H

#include "plugin/ui/catalog.h"
#include "plugin/ui/history.h"

#include <stdbool.h>
#include <stdint.h>

#define BOARD_MAX_BARS 48u
#define BOARD_MAX_ROWS 64u

/// Parts of the window, from the top; bits of a set
typedef enum {
  PART_GROUPS = 1,
  PART_BARS = 2,
  PART_TAGGRAM = 4,
  PART_SETTINGS = 8,
  PART_ALL = 15
} BoardPart;

/// A tag among the strongest, as shown
typedef struct {
  uint32_t tag;
  uint32_t permille;
  bool pinned; ///< Here as the strongest of its group
} BoardBar;

/// The settings that the window shows, by their symbols
typedef enum {
  SETTING_THRESHOLD,
  SETTING_HYSTERESIS,
  SETTING_MEMORY,
  SETTING_SMOOTHING,
  SETTING_ENABLED,
  SETTING_LOAD,
  SETTING_DROPPED,
  SETTING_HIDDEN_GROUPS,
  SETTING_PINNED_GROUPS,
  N_SETTINGS
} BoardSetting;

/// What the window shows: the ports' values, and which tags of them.  Used by
/// one thread.
typedef struct {
  const Catalog* catalog;
  float* values; ///< [n_ports]
  float* tags;   ///< [n_tags], the same of the tags
  History* history;
  uint32_t settings[N_SETTINGS]; ///< Ports, or CATALOG_NONE
  uint32_t n_bars;
  BoardBar bars[BOARD_MAX_BARS];
  uint32_t n_rows;
  uint32_t rows[BOARD_MAX_ROWS]; ///< Tags of the taggram
} Board;

/// NULL if memory is short
Board* board_new(const Catalog* catalog);

void board_free(Board* board);

/// The host says what a port is; returns the parts that show it
unsigned board_set(Board* board, uint32_t port, float value);

/// Time passes, and nobody looks.  True if there is a new column of history.
bool board_listen(Board* board, double now);

/// Time passes.  Choose the bars and the taggram's rows again, as many as there
/// is room for. Returns the parts that look different now.
unsigned
board_update(Board* board, double now, uint32_t max_bars, uint32_t max_rows);

float board_setting(const Board* board, BoardSetting setting);

bool board_is_hidden(const Board* board, uint32_t group);
bool board_is_pinned(const Board* board, uint32_t group);

/// What the port would be with this group hidden (or pinned), or no longer so
float board_toggled(const Board* board, BoardSetting setting, uint32_t group);

/// A mapping in words, or false if it is not in use
bool board_describe_mapping(const Board* board,
                            uint32_t mapping,
                            char* text,
                            uint32_t size);

#endif
