// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/learn/label_table.h"

#include "tools/learn/csv.h"
#include "tools/learn/name.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define SEPARATORS ";|"
#define BLANKS " \t\r\n"
#define NO_COLUMN UINT32_MAX

/// A table being read
typedef struct {
  Csv table;
  const char* folder; ///< Of the table, with its slash
  int folder_length;
  uint32_t first;  ///< Row after the names of the columns
  uint32_t column; ///< That of the groups
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
      labels->tags[n_tags++] = labels->tags[t];
    } else {
      free(labels->tags[t]);
    }
  }
  labels->n_tags = n_tags;
}

/// The tag of that name, new if need be; NO_COLUMN with a message
static uint32_t
find_or_add_tag(LabelTable* labels, const char* name, Error* error)
{
  for (uint32_t t = 0; t < labels->n_tags; ++t) {
    // NOLINTNEXTLINE(clang-analyzer-core.NonNullParamChecker): set up to n_tags
    if (!strcmp(labels->tags[t], name)) {
      return t;
    }
  }
  if (!name_is_valid(name)) {
    error_set(error, "a tag must be " NAME_RULE);
  } else if (labels->n_tags == NETWORK_MAX_TAGS) {
    error_set(error, "more than %u tags", NETWORK_MAX_TAGS);
  } else if (!(labels->tags[labels->n_tags] = strdup(name))) {
    error_set(error, ERROR_NO_MEMORY);
  } else {
    return labels->n_tags++;
  }
  return NO_COLUMN;
}

/// Mark the tags of a field.  Until all rows are read, a row of marks has room
/// for NETWORK_MAX_TAGS.
static bool
read_tags(LabelTable* labels, uint32_t file, char* field, Error* error)
{
  char* rest = NULL;
  for (char* part = strtok_r(field, SEPARATORS, &rest); part;
       part = strtok_r(NULL, SEPARATORS, &rest)) {
    part += strspn(part, BLANKS);
    for (size_t n = strlen(part); n && strchr(BLANKS, part[n - 1]); --n) {
      part[n - 1] = '\0';
    }
    const uint32_t tag = *part ? find_or_add_tag(labels, part, error) : 0;
    if (tag == NO_COLUMN) {
      return false;
    }
    if (*part) {
      labels->marks[(size_t)file * NETWORK_MAX_TAGS + tag] = 1;
    }
  }
  return true;
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
  for (uint32_t i = 0; *name && i < file; ++i) {
    const CsvRow* const row = &reading->table.rows[reading->first + i];
    if (reading->column < row->n_fields &&
        !strcmp(row->fields[reading->column], name)) {
      return i;
    }
  }
  return file;
}

static bool
read_row(Reading* reading, uint32_t file, Error* error)
{
  LabelTable* const labels = reading->labels;
  const CsvRow* const row = &reading->table.rows[reading->first + file];
  if (!*row->fields[0]) {
    error_set(error, "line %u names no file", row->line);
    return false;
  }
  labels->groups[file] = file;
  labels->paths[file] = join(reading, row->fields[0]);
  if (!labels->paths[file]) {
    error_set(error, ERROR_NO_MEMORY);
    return false;
  }
  for (uint32_t i = 1; i < row->n_fields; ++i) {
    Error problem = {""};
    if (i == reading->column) {
      labels->groups[file] = find_group(reading, file, row->fields[i]);
    } else if (!read_tags(labels, file, row->fields[i], &problem)) {
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
  const uint32_t n = reading->table.n_rows - reading->first;
  labels->n_files = n;
  labels->paths = (char**)calloc(n + 1, sizeof(char*));
  labels->groups = (uint32_t*)calloc(n + 1, sizeof(uint32_t));
  labels->tags = (char**)calloc(NETWORK_MAX_TAGS, sizeof(char*));
  labels->marks = (uint8_t*)calloc(n + 1, NETWORK_MAX_TAGS);
  if (!labels->paths || !labels->groups || !labels->tags || !labels->marks) {
    error_set(error, ERROR_NO_MEMORY);
    return false;
  }
  for (uint32_t i = 0; i < n; ++i) {
    if (!read_row(reading, i, error)) {
      return false;
    }
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

/// What the first row says of the columns, if anything
static void
read_header(Reading* reading)
{
  const CsvRow* const row = reading->table.rows;
  reading->column = NO_COLUMN;
  if (!reading->table.n_rows || strcasecmp(row->fields[0], "file")) {
    return;
  }
  reading->first = 1;
  for (uint32_t i = 1; i < row->n_fields; ++i) {
    if (!strcasecmp(row->fields[i], "group")) {
      reading->column = i;
    }
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
  if (good) {
    read_header(&reading);
    good = read_rows(&reading, error);
  }
  csv_clear(&reading.table);
  if (!good) {
    label_table_free(reading.labels);
    return NULL;
  }
  return reading.labels;
}
