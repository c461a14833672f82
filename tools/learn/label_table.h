// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_LABEL_TABLE_H
#define EARMARK_LABEL_TABLE_H

#include "base/error.h"
#include "model/network.h" // NETWORK_MAX_TAGS

#include <stdbool.h>
#include <stdint.h>

/**
   A table of audio files and their tags, read from CSV (csv.h).

   A row is a file, then its tags, in one column with ';' or '|' between them or
   in several.  A first row may name the columns (columns.h); one called "group"
   then says which files belong together (an artist, a session), so that they
   are not on both sides of a test.  A column with a name that holds numbers
   becomes a scale (ratings.h).
*/
typedef struct {
  uint32_t n_files;
  char** paths;     ///< As given, or in the table's folder
  uint32_t* groups; ///< Of each file
  uint32_t n_tags;
  char** tags;
  uint8_t* marks;    ///< [n_files][n_tags]: 1 where the file has the tag
  uint32_t* steps;   ///< [n_tags]: number plus 1 of the scale that a tag is a
                     ///< step of, or 0
  uint32_t n_scales; ///< At most NETWORK_MAX_SCALES
  char** scales;
  float* ratings; ///< [n_files][NETWORK_MAX_SCALES]
  Error note;     ///< How it was read where that could be doubted, or ""
} LabelTable;

/// NULL with a message, with the line where there is one, if the table cannot
/// be read, has no tags, or has a tag that no network file could have
LabelTable* label_table_read(const char* path, Error* error);

void label_table_free(LabelTable* labels);

/// How many files have a tag
uint32_t label_table_count(const LabelTable* labels, uint32_t tag);

/// Keep only the files and the tags whose flag is set
void label_table_keep(LabelTable* labels, const bool* files, const bool* tags);

#endif
