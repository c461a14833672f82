// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/commands/tag_printer.h"

#include "model/view.h"
#include "tools/export/csv_row.h"
#include "tools/options/message.h"

#include <stdlib.h>

#define MAX_NAME 60u /* columns of a file's name that others are aligned to */

struct TagPrinter {
  TagOptions* options;
  Summary* summary;
  bool has_begun; ///< With the file's moments
};

TagPrinter*
tag_printer_new(TagOptions* options)
{
  TagPrinter* const printer = (TagPrinter*)calloc(1, sizeof(TagPrinter));
  if (printer) {
    printer->options = options;
    printer->summary = summary_new(options->network.view);
  }
  if (printer && !printer->summary) {
    free(printer);
    return NULL;
  }
  return printer;
}

void
tag_printer_free(TagPrinter* printer)
{
  if (printer) {
    summary_free(printer->summary);
    free(printer);
  }
}

void
tag_printer_begin(TagPrinter* printer)
{
  if (printer->options->csv) {
    csv_row_head(printer->options->style.stream,
                 printer->options->network.view);
  }
}

/// What a line of JSON says of the item
static json_t*
describe(const TagOptions* options, const Item* item)
{
  json_t* const about = json_object();
  record_describe(item, about);
  if (options->record) {
    json_object_set_new(about, "size", json_integer((json_int_t)item->size));
    json_object_set_new(about, "modified", json_string(item->modified));
    json_object_update(about, (json_t*)(uintptr_t)options->settings);
  }
  return about;
}

/// Names that only come to be known are aligned to, too
static void
widen(const TagOptions* options, const Item* item)
{
  GroupLines* const lines = options->style.lines;
  if (lines && lines->aligned) {
    const uint32_t width = terminal_width(item->label);
    lines->name =
        width > lines->name && width <= MAX_NAME ? width : lines->name;
  }
}

static void
print_moment(TagPrinter* printer,
             TagLine* line,
             double time,
             const float* values)
{
  line->time = time;
  line->values = values;
  summary_update(printer->summary, values, SUMMARY_HYSTERESIS);
  output_tags(&printer->options->style, line);
}

void
tag_printer_series(TagPrinter* printer, const Item* item, TagSeries* series)
{
  const TagOptions* const options = printer->options;
  if (!series->n) {
    return;
  }
  if (!printer->has_begun) {
    summary_reset(printer->summary);
    widen(options, item);
    printer->has_begun = true;
  }
  TagLine line = {.path = item->label,
                  .about = describe(options, item),
                  .view = options->network.view,
                  .summary = printer->summary};
  for (size_t i = 0; i < series->n; ++i) {
    if (series->times[i] < 0.0) {
      summary_reset(printer->summary);
    } else {
      print_moment(printer, &line, series->times[i],
                   series->values + i * series->n_values);
    }
  }
  json_decref(line.about);
  series->n = 0;
}

/// Of all of the file
static void
print_whole(TagPrinter* printer,
            const Item* item,
            const FileTags* tags,
            const char* error)
{
  const TagOptions* const options = printer->options;
  TagLine line = {.path = item->label,
                  .error = options->record ? error : NULL,
                  .view = options->network.view,
                  .values = tags->values,
                  .summary = printer->summary,
                  .is_whole = true,
                  .time = tags->seconds,
                  .silent = tags->silent};
  summary_reset(printer->summary);
  if (tags->values) {
    summary_update(printer->summary, tags->values, 0.0f);
  }
  if (options->csv) {
    csv_row_print(options->style.stream, item, &line, error);
    return;
  }
  widen(options, item);
  line.about = describe(options, item);
  output_tags(&options->style, &line);
  json_decref(line.about);
}

/// What was written into the file
static void
print_note(FILE* stream, const Item* item, const char* note)
{
  if (note) {
    message_text(stream, item->label);
    fputs(": ", stream);
    message_text(stream, note);
    fputc('\n', stream);
    fflush(stream);
  }
}

void
tag_printer_file(TagPrinter* printer,
                 const Item* item,
                 FileTags* tags,
                 const char* error)
{
  const TagOptions* const options = printer->options;
  tag_printer_series(printer, item, &tags->series);
  printer->has_begun = false;
  if (tag_writing_is_wanted(&options->writing)) {
    print_note(options->style.stream, item, tags->note);
  } else if (tags->values || (error && (options->record || options->csv))) {
    print_whole(printer, item, tags, error);
  }
  if (error) {
    message_failure(item->label, error);
  }
}
