// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_EXAMPLES_H
#define EARMARK_EXAMPLES_H

#include "base/error.h"
#include "tools/audio/analyse.h"

#include <stdint.h>

#define EXAMPLES_PER_EXCERPT 4u
#define EXAMPLES_MAX_EXCERPTS 6u

/// Most examples of a file
#define EXAMPLES_PER_FILE (EXAMPLES_PER_EXCERPT * EXAMPLES_MAX_EXCERPTS)

/**
   Inputs of the head for a file, by excerpts.

   An excerpt is a stretch that the network is reset for, more than
   twice its memory.  It gives an example for each of EXAMPLES_PER_EXCERPT ages,
   from the first update to the end: the head is to be right of a short file and
   of a stream's first second, too.  A file that is shorter than an excerpt is
   analysed again and again until the excerpt is full: all files give the same
   ages, so that a file's length tells next to nothing of its tags.
*/
typedef struct {
  uint32_t n; ///< Multiple of EXAMPLES_PER_EXCERPT, at most EXAMPLES_PER_FILE
  float* features; ///< [n][n_features]
  Error error;     ///< What went wrong, or ""; there may be examples even so
} Examples;

/// Run the engine over a file and keep some of its features.  What goes wrong
/// is in examples->error, also that the file is too short for any features;
/// examples_clear() is due in any case.  Any thread, but each with examples of
/// its own.
void examples_extract(Examples* examples,
                      const char* path,
                      const AnalysisSettings* settings);

void examples_clear(Examples* examples);

#endif
