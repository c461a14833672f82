// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_GROUP_LINE_H
#define EARMARK_GROUP_LINE_H

#include "engine/summary.h"
#include "tools/export/terminal.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/// Lines of tags by group, one below the other
typedef struct {
  TerminalColours colours;
  bool aligned;                        ///< Do columns matter?
  uint32_t name;                       ///< Columns of the longest file's name
  uint32_t widths[NETWORK_MAX_GROUPS]; ///< Of the groups so far
} GroupLines;

/// Print what is said of tags values[n_tags], group by
/// group, the strongest three of each: "rock 0.59, pop 0.32 | guitar 0.77"
void group_line_print(FILE* stream,
                      GroupLines* lines,
                      const View* view,
                      const Summary* summary,
                      const float* values);

#endif
