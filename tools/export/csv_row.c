// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/export/csv_row.h"

#include "model/view.h"
#include "tools/options/json_text.h"

#include <string.h>

static const char* const columns[] = {"file",    "track",         "title",
                                      "seconds", "seconds_heard", "error"};
#define N_COLUMNS (sizeof(columns) / sizeof(columns[0]))

/// A field; NULL is an empty one
static void
print_field(FILE* stream, const char* bytes)
{
  json_t* const string = bytes ? json_text_of_bytes(bytes) : NULL;
  const char* const text = string ? json_string_value(string) : "";
  if (!text[strcspn(text, ",\"\r\n")]) {
    fputs(text, stream);
  } else {
    fputc('"', stream);
    for (const char* c = text; *c; ++c) {
      fputs(*c == '"' ? "\"" : "", stream);
      fputc(*c, stream);
    }
    fputc('"', stream);
  }
  json_decref(string);
}

/// The name of a column: that of a tag or scale, unless another has it
static void
print_name(FILE* stream, const char* name)
{
  for (size_t i = 0; i < N_COLUMNS; ++i) {
    if (!strcmp(name, columns[i])) {
      fprintf(stream, "%s (tag)", name);
      return;
    }
  }
  print_field(stream, name);
}

void
csv_row_head(FILE* stream, const View* view)
{
  for (size_t i = 0; i < N_COLUMNS; ++i) {
    fprintf(stream, "%s%s", i ? "," : "", columns[i]);
  }
  for (uint32_t i = 0; i < view_values(view); ++i) {
    fputc(',', stream);
    print_name(stream, i < view->n_tags ? view->tags[i].name
                                        : view->scales[i - view->n_tags].name);
  }
  fputc('\n', stream);
}

void
csv_row_print(FILE* stream,
              const Item* item,
              const TagLine* line,
              const char* error)
{
  print_field(stream, item->path);
  fprintf(stream, item->track ? ",%u," : ",,", item->track);
  print_field(stream, item->title);
  if (line->values) {
    fprintf(stream, ",%.6f,%.6f,", line->time, line->time - line->silent);
  } else {
    fputs(",,,", stream);
  }
  print_field(stream, error);
  for (uint32_t i = 0; i < view_values(line->view); ++i) {
    fputc(',', stream);
    if (line->values) {
      fprintf(stream, "%.6f", (double)line->values[i]);
    }
  }
  fputc('\n', stream);
  fflush(stream);
}
