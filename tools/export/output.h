// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_OUTPUT_H
#define EARMARK_OUTPUT_H

#include "engine/summary.h"
#include "tools/export/group_line.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/// How tags are printed
typedef struct {
  FILE* stream; ///< Where
  bool json;
  bool present;      ///< Show the tags that reach their own thresholds
  uint32_t top;      ///< How many tags a line of text shows, if not by group
  GroupLines* lines; ///< By group; NULL for the strongest of all
} OutputStyle;

/// What a line is about
typedef struct {
  const char* path;  ///< As people are told
  json_t* about;     ///< Members that a line of JSON begins with
  const char* error; ///< In a line of JSON; NULL for none
  const View* view;
  const float* values;    ///< [view_values()]: tags, then scales; in a line of
                          ///< JSON that has an error, there may be none: NULL
  const Summary* summary; ///< What is worth saying of them
  bool is_whole;          ///< All of the file, not a moment of it
  double time;            ///< Seconds: the file's length, or the moment
  double silent;          ///< Seconds of a whole file that are silence
} TagLine;

/**
   Print a line for tags: text with what is worth saying of each group, or with
   the strongest of all, or a JSON object with everything.  With `present`, the
   strongest are only those that reach their thresholds, and JSON lists these,
   too.  ferror(stream) tells if it could not be written.
*/
void output_tags(const OutputStyle* style, const TagLine* line);

#endif
