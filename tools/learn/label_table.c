// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/learn/label_table.h"

#include "tools/learn/column_name.h"
#include "tools/learn/columns.h"
#include "tools/learn/csv.h"
#include "tools/learn/name.h"
#include "tools/learn/ratings.h"
#include "tools/learn/separator.h"
#include "tools/learn/tag_field.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/// A table being read
typedef struct {
  Csv table;
  const char* folder; ///< Of the table, with its slash
  int folder_length;
  Columns columns;
  const CsvRow* names;                 ///< Of the columns, or NULL
  bool is_rating[RATINGS_MAX_COLUMNS]; ///< Of each column; later ones are not
  LabelTable* labels;
} Reading;

void
label_table_free(LabelTable* labels)
{
  if (labels) {
    for (uint32_t i = 0; labels->paths && i < labels->n_files; ++i) {
      free(labels->paths[i]);
    }
    for (uint32_t i = 0; labels->tags && i < labels->n_tags; ++i) {
      free(labels->tags[i]);
    }
    for (uint32_t i = 0; labels->scales && i < labels->n_scales; ++i) {
      free(labels->scales[i]);
    }
    free(labels->ratings);
    free(labels->scales);
    free(labels->steps);
    free(labels->marks);
    free(labels->tags);
    free(labels->groups);
    free(labels->paths);
    free(labels);
  }
}

uint32_t
label_table_count(const LabelTable* labels, uint32_t tag)
{
  uint32_t n = 0;
  for (uint32_t i = 0; i < labels->n_files; ++i) {
    n += labels->marks[(size_t)i * labels->n_tags + tag];
  }
  return n;
}

void
label_table_keep(LabelTable* labels, const bool* files, const bool* tags)
{
  uint8_t* mark = labels->marks;
  uint32_t n_files = 0;
  for (uint32_t i = 0; i < labels->n_files; ++i) {
    for (uint32_t t = 0; files[i] && t < labels->n_tags; ++t) {
      if (tags[t]) {
        *mark++ = labels->marks[(size_t)i * labels->n_tags + t];
      }
    }
    if (files[i]) {
      memmove(labels->ratings + (size_t)n_files * NETWORK_MAX_SCALES,
              labels->ratings + (size_t)i * NETWORK_MAX_SCALES,
              NETWORK_MAX_SCALES * sizeof(float));
      labels->groups[n_files] = labels->groups[i];
      labels->paths[n_files++] = labels->paths[i];
    } else {
      free(labels->paths[i]);
    }
  }
  labels->n_files = n_files;
  uint32_t n_tags = 0;
  for (uint32_t t = 0; t < labels->n_tags; ++t) {
    if (tags[t]) {
      labels->steps[n_tags] = labels->steps[t];
      labels->tags[n_tags++] = labels->tags[t];
    } else {
      free(labels->tags[t]);
    }
  }
  labels->n_tags = n_tags;
}

static char*
join(const Reading* reading, const char* name)
{
  const size_t size = (size_t)reading->folder_length + strlen(name) + 1;
  char* const path = (char*)malloc(size);
  if (path) {
    snprintf(path, size, "%.*s%s", *name == '/' ? 0 : reading->folder_length,
             reading->folder, name);
  }
  return path;
}

/// The first file of the same group, or this one
static uint32_t
find_group(const Reading* reading, uint32_t file, const char* name)
{
  const uint32_t group = reading->columns.group;
  for (uint32_t i = 0; *name && i < file; ++i) {
    const CsvRow* const row = &reading->table.rows[i];
    if (group < row->n_fields && !strcmp(row->fields[group], name)) {
      return i;
    }
  }
  return file;
}

static bool
read_path(Reading* reading, uint32_t file, Error* error)
{
  const CsvRow* const row = &reading->table.rows[file];
  const uint32_t column = reading->columns.file;
  if (column >= row->n_fields || !*row->fields[column]) {
    error_set(error, "line %u names no file", row->line);
    return false;
  }
  char* const path = join(reading, row->fields[column]);
  reading->labels->paths[file] = path;
  if (!path) {
    error_set(error, ERROR_NO_MEMORY);
  } else if (!name_is_utf8(row->fields[column]) && access(path, F_OK)) {
    error_set(error, "line %u: the file's name is " NAME_NOT_UTF8, row->line);
    return false;
  }
  return path;
}

static bool
is_of_tags(const Reading* reading, uint32_t column)
{
  return column != reading->columns.file && column != reading->columns.unused &&
         !(column < RATINGS_MAX_COLUMNS && reading->is_rating[column]);
}

static bool
read_row(Reading* reading, uint32_t file, Error* error)
{
  LabelTable* const labels = reading->labels;
  const CsvRow* const row = &reading->table.rows[file];
  labels->groups[file] = file;
  if (!read_path(reading, file, error)) {
    return false;
  }
  for (uint32_t i = 0; i < row->n_fields; ++i) {
    Error problem = {""};
    if (i == reading->columns.group) {
      labels->groups[file] = find_group(reading, file, row->fields[i]);
    } else if (is_of_tags(reading, i) &&
               !tag_field_read(labels, file, row->fields[i], &problem)) {
      error_set(error, "line %u: %s", row->line, problem.text);
      return false;
    }
  }
  return true;
}

static bool
read_rows(Reading* reading, Error* error)
{
  LabelTable* const labels = reading->labels;
  const uint32_t n = reading->table.n_rows;
  labels->n_files = n;
  labels->paths = (char**)calloc(n + 1, sizeof(char*));
  labels->groups = (uint32_t*)calloc(n + 1, sizeof(uint32_t));
  labels->tags = (char**)calloc(NETWORK_MAX_TAGS, sizeof(char*));
  labels->marks = (uint8_t*)calloc(n + 1, NETWORK_MAX_TAGS);
  labels->steps = (uint32_t*)calloc(NETWORK_MAX_TAGS, sizeof(uint32_t));
  labels->scales = (char**)calloc(NETWORK_MAX_SCALES, sizeof(char*));
  labels->ratings = (float*)calloc(n + 1, NETWORK_MAX_SCALES * sizeof(float));
  if (!labels->paths || !labels->groups || !labels->tags || !labels->marks ||
      !labels->steps || !labels->scales || !labels->ratings) {
    error_set(error, ERROR_NO_MEMORY);
    return false;
  }
  ratings_find(&reading->table, &reading->columns, reading->is_rating);
  for (uint32_t i = 0; i < n; ++i) {
    if (!read_row(reading, i, error)) {
      return false;
    }
  }
  if (!ratings_read(labels, &reading->table, reading->names, reading->is_rating,
                    error)) {
    return false;
  }
  if (!labels->n_tags) {
    error_set(error, "there are no tags in it");
    return false;
  }
  for (uint32_t i = 0; i < n; ++i) { // Close the gaps between rows
    memmove(labels->marks + (size_t)i * labels->n_tags,
            labels->marks + (size_t)i * NETWORK_MAX_TAGS, labels->n_tags);
  }
  return true;
}

/// Find the columns, and leave out the row of their names
static bool
read_header(Reading* reading, Error* error)
{
  Csv* const table = &reading->table;
  reading->columns = columns_find(table);
  if (reading->columns.are_named) {
    reading->names = table->rows;
    ++table->rows;
    --table->n_rows;
  } else if (columns_are_unknown(table)) {
    char* const path = join(reading, table->rows[0].fields[0]);
    const bool exists = path && !access(path, F_OK);
    free(path);
    if (!exists) {
      error_set(error,
                "line %u is no file and its tags; to name the columns, call "
                "that of the files " COLUMN_NAME_FILE,
                table->rows[0].line);
      return false;
    }
  }
  return true;
}

/// Say where the table could be read in another way
static void
note_doubts(Reading* reading)
{
  LabelTable* const labels = reading->labels;
  const char* const name = separator_name(reading->table.separator);
  uint32_t t = 0;
  // NOLINTNEXTLINE(clang-analyzer-core.NonNullParamChecker): set up to n_tags
  while (t < labels->n_tags && !strchr(labels->tags[t], ',')) {
    ++t;
  }
  if (reading->table.is_uncertain) {
    error_set(&labels->note,
              "read as columns with %s between them; a first line that names "
              "them (file, tags) makes it certain",
              name);
  } else if (t < labels->n_tags) {
    error_set(&labels->note,
              "\"%s\" is read as one tag: between the tags of a column there"
              " is ';' or '|', no comma",
              labels->tags[t]);
  }
}

LabelTable*
label_table_read(const char* path, Error* error)
{
  Reading reading = {.labels = (LabelTable*)calloc(1, sizeof(LabelTable))};
  const char* const slash = strrchr(path, '/');
  reading.folder = path;
  reading.folder_length = slash ? (int)(slash - path + 1) : 0;

  if (!reading.labels) {
    error_set(error, ERROR_NO_MEMORY);
    return NULL;
  }
  bool good = csv_read(path, &reading.table, error);
  CsvRow* const rows = reading.table.rows;
  if (good) {
    good = read_header(&reading, error) && read_rows(&reading, error);
  }
  if (good) {
    note_doubts(&reading);
  }
  reading.table.rows = rows;
  csv_clear(&reading.table);
  if (!good) {
    label_table_free(reading.labels);
    return NULL;
  }
  return reading.labels;
}
