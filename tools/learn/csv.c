// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/learn/csv.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_SIZE (64l << 20) /* bytes of a file */
#define BOM "\xEF\xBB\xBF"

/// Where in the text we are; fields are unquoted in place, so that writing is
/// never ahead of reading
typedef struct {
  char* read;
  char* write;
  char separator;
  uint32_t line;
} Cursor;

static char*
read_text(const char* path, Error* error)
{
  FILE* const file = fopen(path, "rb");
  if (!file) {
    error_set(error, "%s", strerror(errno));
    return NULL;
  }
  char* text = NULL;
  size_t size = 0;
  if (fseek(file, 0, SEEK_END) || ftell(file) > MAX_SIZE) {
    error_set(error, "is no table, or too large");
  } else {
    size = (size_t)ftell(file);
    rewind(file);
    text = (char*)calloc(size + 2, 1);
  }
  if (text && fread(text, 1, size, file) != size) {
    error_set(error, "cannot be read");
    free(text);
    text = NULL;
  } else if (text && strlen(text) != size) {
    error_set(error, "is no text");
    free(text);
    text = NULL;
  }
  fclose(file);
  return text;
}

static bool
is_blank(char c)
{
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
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
    } else if (!quoted && (*c->read == c->separator || *c->read == '\n')) {
      break;
    } else {
      c->line += *c->read == '\n';
      *c->write++ = *c->read;
    }
  }
  *last = *c->read != c->separator || !*c->read;
  c->line += *c->read == '\n';
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

static bool
parse(Csv* table, Error* error)
{
  char* const text = table->text + (strncmp(table->text, BOM, 3) ? 0 : 3);
  const char* const tab = strchr(text, '\t');
  const char* const end = strchr(text, '\n');
  Cursor c = {text, text, tab && (!end || tab < end) ? '\t' : ',', 1};
  size_t n_rows = 1;
  size_t n_fields = 1;
  for (const char* t = text; *t; ++t) {
    n_rows += *t == '\n';
    n_fields += *t == '\n' || *t == c.separator;
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
    table->n_rows += row->n_fields > 1 || *row->fields[0];
  }
  return true;
}

bool
csv_read(const char* path, Csv* table, Error* error)
{
  *table = (Csv){.text = read_text(path, error)};
  if (!table->text && !error->text[0]) {
    error_set(error, ERROR_NO_MEMORY);
  }
  return table->text && parse(table, error);
}

void
csv_clear(Csv* table)
{
  free(table->fields);
  free(table->rows);
  free(table->text);
}
