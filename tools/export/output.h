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

/**
   Print a line for tags[n_tags]: text with the strongest ones, or a JSON object
   with all.  With `present`, text shows only those that reach their thresholds,
   and JSON lists them, too.  `time_name` is "seconds" or "time", what `time` is
   called in JSON; text shows the time where it is "time".  ferror(stdout) tells
   if it could not be written.
*/
void output_tags(const OutputStyle* style,
                 const char* path,
                 const char* time_name,
                 double time,
                 const View* view,
                 const float* tags);

#endif
