// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_TAG_PRINTER_H
#define EARMARK_TAG_PRINTER_H

#include "tools/archive/record.h"
#include "tools/commands/tag_writing.h"
#include "tools/export/output.h"
#include "tools/export/tag_series.h"
#include "tools/options/network_options.h"

#include <stdbool.h>
#include <stdint.h>

/// What to print of files, and how
typedef struct {
  OutputStyle style;
  bool csv;
  bool over_time; ///< What sounds around each time
  bool live;      ///< Over time, as a plugin shows it
  uint32_t track; ///< Of the audio tracks, from 1; 0 for the best
  NetworkOptions network;
  TagWriting writing;     ///< Into the files, instead of lines of tags
  Record* record;         ///< That lines are for; NULL for none
  const json_t* settings; ///< Members of each of its lines
} TagOptions;

/// What was found of a file
typedef struct {
  TagSeries series; ///< Over time; empty if that is not wanted
  float* values;    ///< [view_values()], the mean; NULL if there is none
  double seconds;
  double silent; ///< Seconds of it that are silence
  char* note;    ///< What was written into the file; NULL but then
} FileTags;

/// Prints what is found, file after file; one thread at a time
typedef struct TagPrinter TagPrinter;

/// NULL if memory is short
TagPrinter* tag_printer_new(TagOptions* options);

void tag_printer_free(TagPrinter* printer);

/// The first lines, if there are some before those of files
void tag_printer_begin(TagPrinter* printer);

/// Print what there is over time so far; the series is empty then
void
tag_printer_series(TagPrinter* printer, const Item* item, TagSeries* series);

/// Print what is left of a file.  `error` is NULL if all went well.
void tag_printer_file(TagPrinter* printer,
                      const Item* item,
                      FileTags* tags,
                      const char* error);

#endif
