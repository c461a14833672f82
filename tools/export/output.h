// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_OUTPUT_H
#define EARMARK_OUTPUT_H

#include "model/network.h"

#include <stdbool.h>
#include <stdint.h>

/// How tags are printed
typedef struct {
  bool json;
  bool present; ///< Show the tags that reach their own thresholds
  uint32_t top; ///< How many tags a line of text shows
} OutputStyle;

/// What a line is about
typedef struct {
  const char* path;
  const View* view;
  const float* tags; ///< [n_tags]
  bool is_whole;     ///< All of the file, not a moment of it
  double time;       ///< Seconds: the file's length, or the moment
  double silent;     ///< Seconds of a whole file that are silence
} TagLine;

/**
   Print a line for tags: text with the strongest ones, or a JSON object with
   all.  With `present`, text shows only those that reach their thresholds, and
   JSON lists them, too.  ferror(stdout) tells if it could not be written.
*/
void output_tags(const OutputStyle* style, const TagLine* line);

#endif
