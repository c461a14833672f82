// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/learn/csv.h"

#include "tools/learn/separator.h"
#include "tools/learn/table_text.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define SEPARATOR_LINE "sep=" /* and one of these: as spreadsheets begin */
#define SEPARATORS "\t,;|:"

/// Where in the text we are; fields are unquoted in place, so that writing is
/// never ahead of reading
typedef struct {
  char* read;
  char* write;
  char separator;
  uint32_t line;
} Cursor;

static bool
is_blank(char c)
{
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/// Is it the last byte of a line's end: LF, CR LF, or CR alone?
static bool
ends_line(const char* c)
{
  return *c == '\n' || (*c == '\r' && c[1] != '\n');
}

/// The next field, trimmed and ended by 0; `*last` says if its row ends there.
/// NULL if a quote is not closed.
static char*
next_field(Cursor* c, bool* last)
{
  char* const field = c->write;
  bool quoted = false;
  for (; *c->read; ++c->read) {
    if (*c->read == '"' && quoted && c->read[1] == '"') {
      *c->write++ = *c->read++;
    } else if (*c->read == '"') {
      quoted = !quoted;
    } else if (!quoted && (*c->read == c->separator || ends_line(c->read))) {
      break;
    } else {
      c->line += ends_line(c->read);
      *c->write++ = *c->read;
    }
  }
  *last = *c->read != c->separator || !*c->read;
  c->line += ends_line(c->read);
  c->read += *c->read != '\0';

  char* begin = field;
  while (begin < c->write && is_blank(*begin)) {
    ++begin;
  }
  while (c->write > begin && is_blank(c->write[-1])) {
    --c->write;
  }
  *c->write++ = '\0'; // At most where the separator was
  return quoted ? NULL : begin;
}

/// One row into `row`, whose fields go to `fields`; false if a quote is open
static bool
next_row(Cursor* c, CsvRow* row, char** fields)
{
  *row = (CsvRow){c->line, 0, fields};
  for (bool last = false; !last;) {
    char* const field = next_field(c, &last);
    if (!field) {
      return false;
    }
    fields[row->n_fields++] = field;
  }
  return true;
}

/// Spreadsheets save empty lines as separators alone
static bool
is_empty(const CsvRow* row)
{
  for (uint32_t i = 0; i < row->n_fields; ++i) {
    if (*row->fields[i]) {
      return false;
    }
  }
  return true;
}

/// Skip a first line that says what the separator is
static bool
skip_separator_line(Cursor* c)
{
  const size_t n = strlen(SEPARATOR_LINE);
  if (strncasecmp(c->read, SEPARATOR_LINE, n) || !c->read[n] ||
      !strchr(SEPARATORS, c->read[n]) || !c->read[n + 1] ||
      !strchr("\r\n", c->read[n + 1])) {
    return false;
  }
  c->separator = c->read[n];
  c->read += n + 1;
  c->read += strncmp(c->read, "\r\n", 2) ? 1 : 2;
  c->line = 2;
  return true;
}

static bool
parse(Csv* table, Error* error)
{
  Cursor c = {table->text, table->text, '\0', 1};
  if (!skip_separator_line(&c)) {
    const Separator found = separator_find(c.read);
    c.separator = found.character;
    table->is_uncertain = found.is_uncertain;
  }
  table->separator = c.separator;
  size_t n_rows = 1;
  size_t n_fields = 1;
  for (const char* t = c.read; *t; ++t) {
    n_rows += ends_line(t);
    n_fields += ends_line(t) || *t == c.separator;
  }
  table->rows = (CsvRow*)calloc(n_rows, sizeof(CsvRow));
  table->fields = (char**)calloc(n_fields, sizeof(char*));
  if (!table->rows || !table->fields) {
    error_set(error, ERROR_NO_MEMORY);
    return false;
  }

  char** fields = table->fields;
  while (*c.read) {
    CsvRow* const row = &table->rows[table->n_rows];
    if (!next_row(&c, row, fields)) {
      error_set(error, "line %u: a quote is not closed", row->line);
      return false;
    }
    fields += row->n_fields;
    table->n_rows += !is_empty(row);
  }
  return true;
}

bool
csv_read(const char* path, Csv* table, Error* error)
{
  *table = (Csv){.text = table_text_read(path, error)};
  return table->text && parse(table, error);
}

void
csv_clear(Csv* table)
{
  free(table->fields);
  free(table->rows);
  free(table->text);
}
