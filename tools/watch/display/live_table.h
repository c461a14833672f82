// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_LIVE_TABLE_H
#define EARMARK_LIVE_TABLE_H

#include "engine/summary.h"
#include "tools/watch/meter/reading.h"
#include "tools/watch/rules/alarm_panel.h"
#include "tools/watch/source/source.h"

#include <stdint.h>
#include <stdio.h>

/// What a line of the table says
typedef struct {
  const char* name;
  SourceStatus status;
  const Reading* reading; ///< The newest, or NULL
  const Summary* summary; ///< What is worth saying of it
  const AlarmPanel* panel;
} LiveTableRow;

/// A screen of rows, as `top` shows processes
typedef struct {
  const View* view;
  const char* title;        ///< The first line
  const LiveTableRow* rows; ///< [n_rows]
  uint32_t n_rows;
  const char* const* messages; ///< [n_messages], below: the newest last
  uint32_t n_messages;
} LiveTable;

/// Draw it over what the terminal shows, as much as fits into `n_lines`; the
/// terminal cuts lines
void live_table_draw(const LiveTable* table, uint32_t n_lines, FILE* stream);

/// The terminal is ours from now on, or no more
void live_table_enter(FILE* stream);
void live_table_leave(FILE* stream);

#endif
