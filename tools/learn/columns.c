// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/learn/columns.h"

#include "tools/learn/column_name.h"

/// The column of files that the first row names, or COLUMNS_NONE
static uint32_t
find_file(const CsvRow* row)
{
  const bool begins_with_file = column_name_is_of_file(row->fields[0]);
  for (uint32_t i = 0; i < row->n_fields && (!i || !begins_with_file); ++i) {
    if (column_name_is_file(row->fields[i])) {
      return i;
    }
  }
  return COLUMNS_NONE;
}

Columns
columns_find(const Csv* table)
{
  Columns columns = {false, 0, COLUMNS_NONE, COLUMNS_NONE};
  const CsvRow* const row = table->rows;
  const uint32_t file = table->n_rows ? find_file(row) : COLUMNS_NONE;
  if (file == COLUMNS_NONE) {
    return columns;
  }
  columns.are_named = true;
  columns.file = file;
  columns.unused = file && !*row->fields[0] ? 0 : COLUMNS_NONE;
  for (uint32_t i = 0; i < row->n_fields; ++i) {
    if (i != file && column_name_is_group(row->fields[i])) {
      columns.group = i;
    }
  }
  return columns;
}

bool
columns_are_unknown(const Csv* table)
{
  return table->n_rows > 1 &&
         !column_name_is_of_file(table->rows[0].fields[0]) &&
         column_name_is_of_file(table->rows[1].fields[0]);
}
