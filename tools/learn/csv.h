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

/// All rows of a table; those with empty fields only are left out
typedef struct {
  char separator;    ///< Of fields
  bool is_uncertain; ///< Another separator would have done as well
  char* text;
  uint32_t n_rows;
  CsvRow* rows;
  char** fields; ///< Of all rows
} Csv;

/**
   Read a file: CSV as in RFC 4180, but with the separator that its first line
   names ("sep=;") or separator_find() finds.  Lines end with LF, CR LF or CR
   alone.  False with a message if its text cannot be read (table_text_read()),
   or a quote is not closed; csv_clear() is due in any case.
*/
bool csv_read(const char* path, Csv* table, Error* error);

void csv_clear(Csv* table);

#endif
