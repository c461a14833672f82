// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_BLOCK_H
#define EARMARK_BLOCK_H

#include "engine/summary.h"
#include "model/network.h"

#include <stdbool.h>
#include <stdint.h>

#define BLOCK_MAX_ROWS 40u

/// A tag in its row
typedef struct {
  uint32_t tag;
  uint32_t permille; ///< Its value as shown
  bool said;         ///< Is it worth saying?
  double place; ///< In rows from the block's top; on its way to its own row
} BlockRow;

/// What is shown of a group: its strongest tags, one a row, the strongest on
/// top.  A tag keeps its row while it is among them, and moves calmly where
/// another has overtaken it.  [GUI]
typedef struct {
  uint32_t group;  ///< Place in View.groups
  uint32_t leader; ///< Number plus 1 of the tag to be read from afar, or 0
  uint32_t n_rows;
  BlockRow rows[BLOCK_MAX_ROWS];
  double swapped; ///< When rows last changed places, in seconds
} Block;

/// What a block is chosen from
typedef struct {
  const View* view;
  const Summary* summary;
  const float* tags; ///< [n_tags]
  bool all;          ///< Also what is no news: the user wants it
} BlockSource;

/// What an update has changed; bits of a set
typedef enum {
  BLOCK_VALUES = 1, ///< What is written or how long a bar is
  BLOCK_ROWS = 2    ///< Which tag is where
} BlockChange;

/// It is `now`, in seconds, `passed` after the last time, and there are
/// `n_rows` rows.  Returns what has changed.
unsigned block_update(Block* block,
                      const BlockSource* source,
                      uint32_t n_rows,
                      double now,
                      double passed);

/// Rows that a group could fill
uint32_t block_capacity(const View* view, uint32_t group, bool all);

#endif
