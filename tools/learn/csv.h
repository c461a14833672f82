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
} CsvRow;

/// All rows of a CSV or TSV file, empty ones left out
typedef struct {
  char* text;
  uint32_t n_rows;
  CsvRow* rows;
  char** fields; ///< Of all rows
} Csv;

/**
   Read a file: CSV as in RFC 4180, or tab-separated values if its first line
   has a tab.  A byte order mark is skipped; lines end with LF or CR LF.  False
   with a message if it cannot be read, is no text (a zero byte), larger than 64
   MiB, or a quote is not closed; csv_clear() is due in any case.
*/
bool csv_read(const char* path, Csv* table, Error* error);

void csv_clear(Csv* table);

#endif
