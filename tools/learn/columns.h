// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_COLUMNS_H
#define EARMARK_COLUMNS_H

#include "tools/learn/csv.h"

#include <stdbool.h>
#include <stdint.h>

#define COLUMNS_NONE UINT32_MAX

/// What the columns of a table are; all others are tags
typedef struct {
  bool are_named; ///< By the first row, which is no file then
  uint32_t file;
  uint32_t group;  ///< Or COLUMNS_NONE
  uint32_t unused; ///< One without a name before the files', as some programs
                   ///< number rows; or COLUMNS_NONE
} Columns;

/**
   Find the columns.  They have names if the first row begins with one for the
   files (column_name_is_file()), or has one further on and no file in front.
   Otherwise the first is the files'.
*/
Columns columns_find(const Csv* table);

/// Is the first row rather the names of columns, though columns_find() knows
/// none of them: no file's name, where the next row has one?
bool columns_are_unknown(const Csv* table);

#endif
