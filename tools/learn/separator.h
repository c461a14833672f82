// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_SEPARATOR_H
#define EARMARK_SEPARATOR_H

#include <stdbool.h>

/// What stands between the fields of a table
typedef struct {
  char character;    ///< '\t', ',', ';' or '|'
  bool is_uncertain; ///< Another would have done as well
} Separator;

/**
   Find the separator in the first line of a table that has one.  It is the one
   before which there is the name of a column of files, or else of a file, going
   by its extension; of several such a tab, or else the first in the line.  A
   comma where there is none.  What is between quotes does not count, nor does a
   tab at the end of the line.
*/
Separator separator_find(const char* text);

/// Its name, for messages: "commas"
const char* separator_name(char character);

#endif
