// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_CSV_H
#define EARMARK_CSV_H

#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>

/// A row of a table
typedef struct {
  uint32_t line; ///< Where it starts, from 1
  uint32_t n_fields;
  char** fields; ///< Without quotes; no white space around them
} Row;

/// All rows of a CSV or TSV file, empty ones left out
typedef struct {
  char* text;
  uint32_t n_rows;
  Row* rows;
  char** fields; ///< Of all rows
} Table;

/// False with a message; table_clear() is due in any case
bool table_read(const char* path, Table* table, Error* error);

void table_clear(Table* table);

#endif
