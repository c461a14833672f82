// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "plugin/ui/board.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STAY 0.03f /* By how much another must be ahead to take a place */
#define MIN_SHOWN 0.005f

static const char* const setting_symbols[N_SETTINGS] = {
    "threshold", "hysteresis", "memory",        "smoothing",    "enabled",
    "load",      "dropped",    "hidden_groups", "pinned_groups"};

Board*
board_new(const Catalog* catalog)
{
  Board* const board = (Board*)calloc(1, sizeof(Board));
  if (!board) {
    return NULL;
  }
  board->catalog = catalog;
  board->values = (float*)calloc((size_t)catalog->n_ports + 1, sizeof(float));
  board->tags = (float*)calloc((size_t)catalog->n_tags + 1, sizeof(float));
  board->history = history_new(catalog->n_tags);
  if (!board->values || !board->tags || !board->history) {
    board_free(board);
    return NULL;
  }
  for (uint32_t i = 0; i < catalog->n_ports; ++i) {
    board->values[i] = catalog->ports[i].normal;
  }
  for (uint32_t i = 0; i < N_SETTINGS; ++i) {
    board->settings[i] = catalog_find(catalog, setting_symbols[i]);
  }
  return board;
}

void
board_free(Board* board)
{
  if (board) {
    history_free(board->history);
    free(board->values);
    free(board->tags);
    free(board);
  }
}

float
board_setting(const Board* board, BoardSetting setting)
{
  const uint32_t port = board->settings[setting];
  return port == CATALOG_NONE ? 0.0f : board->values[port];
}

static bool
has_bit(const Board* board, BoardSetting setting, uint32_t group)
{
  const float value = board_setting(board, setting);
  return value > 0.0f && ((uint32_t)fminf(value, 16777215.0f) >> group & 1u);
}

bool
board_is_hidden(const Board* board, uint32_t group)
{
  return has_bit(board, SETTING_HIDDEN_GROUPS, group);
}

bool
board_is_pinned(const Board* board, uint32_t group)
{
  return has_bit(board, SETTING_PINNED_GROUPS, group);
}

float
board_toggled(const Board* board, BoardSetting setting, uint32_t group)
{
  uint32_t bits = 0;
  for (uint32_t i = 0; i < CATALOG_MAX_GROUPS; ++i) {
    bits |= (uint32_t)has_bit(board, setting, i) << i;
  }
  return (float)(bits ^ 1u << group);
}

/// The parts that a setting's value is seen in
static unsigned
parts_of(const Board* board, uint32_t port)
{
  if (port == board->settings[SETTING_HIDDEN_GROUPS] ||
      port == board->settings[SETTING_PINNED_GROUPS]) {
    return PART_GROUPS | PART_BARS | PART_TAGGRAM;
  }
  if (port == board->settings[SETTING_THRESHOLD]) {
    return PART_BARS | PART_SETTINGS;
  }
  return PART_SETTINGS;
}

unsigned
board_set(Board* board, uint32_t port, float value)
{
  const Catalog* const catalog = board->catalog;
  if (port >= catalog->n_ports || !catalog->ports[port].symbol ||
      isnan(value) || board->values[port] == value) {
    return 0;
  }
  board->values[port] = value;
  const uint32_t first = catalog->n_tags ? catalog->tags[0].port : 0;
  if (catalog->n_tags && port >= first && port - first < catalog->n_tags) {
    board->tags[port - first] = value;
    return 0; // board_update() says what becomes of it
  }
  return parts_of(board, port);
}

/// May a tag be shown?  What is not ranked only if the user pins its group.
static bool
is_shown(const Board* board, uint32_t tag)
{
  const CatalogTag* const self = &board->catalog->tags[tag];
  return !board_is_hidden(board, self->group) &&
         (self->ranked || board_is_pinned(board, self->group));
}

/// Where a tag's bar is, or n_bars
static uint32_t
find_bar(const Board* board, uint32_t tag)
{
  uint32_t i = 0;
  while (i < board->n_bars && board->bars[i].tag != tag) {
    ++i;
  }
  return i;
}

/// The strongest tag not yet taken, of one group or of any (CATALOG_NONE)
static uint32_t
find_strongest(const Board* board, const bool* taken, uint32_t group)
{
  const Catalog* const catalog = board->catalog;
  uint32_t best = CATALOG_NONE;
  float best_value = -1.0f;
  for (uint32_t i = 0; i < catalog->n_tags; ++i) {
    const bool fits = group == CATALOG_NONE ? is_shown(board, i)
                                            : catalog->tags[i].group == group;
    // Those that are above already stay so against small changes
    const uint32_t place = find_bar(board, i);
    const float bonus = STAY * (float)(board->n_bars - place);
    const bool matters = group != CATALOG_NONE || board->tags[i] >= MIN_SHOWN;
    if (fits && matters && !taken[i] && board->tags[i] + bonus > best_value) {
      best = i;
      best_value = board->tags[i] + bonus;
    }
  }
  return best;
}

static void
choose_bars(Board* board, Board* next, uint32_t max_bars, bool* taken)
{
  const Catalog* const catalog = board->catalog;
  next->n_bars = 0;
  for (uint32_t i = 0; i < catalog->n_groups + max_bars; ++i) {
    const bool pinned = i < catalog->n_groups;
    if (pinned && (!board_is_pinned(board, i) || board_is_hidden(board, i))) {
      continue;
    }
    const uint32_t tag =
        find_strongest(board, taken, pinned ? i : CATALOG_NONE);
    if (tag == CATALOG_NONE || next->n_bars >= max_bars) {
      continue;
    }
    taken[tag] = true;
    next->bars[next->n_bars++] = (BoardBar){
        tag,
        (uint32_t)lrintf(1000.0f * fminf(fmaxf(board->tags[tag], 0.0f), 1.0f)),
        pinned};
  }
}

static bool
update_bars(Board* board, uint32_t max_bars)
{
  const uint32_t limit = max_bars < BOARD_MAX_BARS ? max_bars : BOARD_MAX_BARS;
  bool* const taken = (bool*)calloc((size_t)board->catalog->n_tags + 1, 1);
  if (!taken) {
    return false;
  }
  Board next = *board;
  choose_bars(board, &next, limit, taken);
  free(taken);
  bool differs = next.n_bars != board->n_bars;
  for (uint32_t i = 0; !differs && i < next.n_bars; ++i) {
    const BoardBar* const a = &next.bars[i];
    const BoardBar* const b = &board->bars[i];
    differs = a->tag != b->tag || a->permille != b->permille ||
              a->pinned != b->pinned;
  }
  *board = next;
  return differs;
}

/// The tag that was or is strongest and is not yet taken, or CATALOG_NONE if
/// all are next to nothing
static uint32_t
find_lasting(const Board* board, const bool* taken, const bool* was_there)
{
  uint32_t best = CATALOG_NONE;
  float best_strength = 0.0f;
  for (uint32_t i = 0; i < board->catalog->n_tags; ++i) {
    const float strength =
        0.5f * (history_rms(board->history, i) + board->tags[i]);
    const float bonus = was_there[i] ? STAY : 0.0f;
    if (!taken[i] && is_shown(board, i) && strength >= MIN_SHOWN &&
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
update_rows(Board* board, uint32_t max_rows)
{
  const uint32_t limit = max_rows < BOARD_MAX_ROWS ? max_rows : BOARD_MAX_ROWS;
  const uint32_t n_tags = board->catalog->n_tags;
  bool* const taken = (bool*)calloc(2 * (size_t)n_tags + 1, sizeof(bool));
  if (!taken) {
    return;
  }
  bool* const was_there = taken + n_tags;
  for (uint32_t i = 0; i < board->n_rows; ++i) {
    was_there[board->rows[i]] = true;
  }
  for (uint32_t n = 0; n < limit; ++n) {
    const uint32_t tag = find_lasting(board, taken, was_there);
    if (tag == CATALOG_NONE) {
      break;
    }
    taken[tag] = true;
  }
  board->n_rows = 0;
  for (uint32_t i = 0; i < n_tags; ++i) {
    if (taken[i]) {
      board->rows[board->n_rows++] = i;
    }
  }
  free(taken);
}

bool
board_listen(Board* board, double now)
{
  return history_advance(board->history, now, board->tags);
}

unsigned
board_update(Board* board, double now, uint32_t max_bars, uint32_t max_rows)
{
  unsigned parts = 0;
  if (board_listen(board, now)) {
    update_rows(board, max_rows);
    parts |= PART_TAGGRAM;
  }
  return parts | (update_bars(board, max_bars) ? (unsigned)PART_BARS : 0u);
}

/// Value of a mapping's port
static float
get_mapping(const Board* board, uint32_t mapping, const char* field)
{
  char symbol[32];
  snprintf(symbol, sizeof(symbol), "map%u_%s", mapping + 1, field);
  const uint32_t port = catalog_find(board->catalog, symbol);
  return port == CATALOG_NONE ? 0.0f : board->values[port];
}

bool
board_describe_mapping(const Board* board,
                       uint32_t mapping,
                       char* text,
                       uint32_t size)
{
  static const char* const kinds[] = {"controller", "switch", "note"};
  const long tag = lrintf(get_mapping(board, mapping, "tag"));
  const long kind = lrintf(get_mapping(board, mapping, "kind"));
  if (tag < 1 || tag > (long)board->catalog->n_tags || kind < 0 || kind > 2) {
    return false;
  }
  snprintf(text, size, "%s %.2f to %.2f: %s %ld on channel %ld, %ld to %ld",
           catalog_tag_name(board->catalog, (uint32_t)tag - 1),
           (double)get_mapping(board, mapping, "from"),
           (double)get_mapping(board, mapping, "to"), kinds[kind],
           lrintf(get_mapping(board, mapping, "number")),
           lrintf(get_mapping(board, mapping, "channel")),
           lrintf(get_mapping(board, mapping, "low")),
           lrintf(get_mapping(board, mapping, "high")));
  return true;
}
