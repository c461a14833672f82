// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_EXAMPLES_H
#define EARMARK_EXAMPLES_H

#include "base/error.h"
#include "tools/audio/analyse.h"

#include <stdint.h>

#define EXAMPLES_PER_FILE 12u /* at most */

/// What the head sees of a file: features at several times, each with the
/// network's own memory, which they do not share
typedef struct {
  uint32_t n;
  float* features; ///< [n][n_features]
  Error error;     ///< What went wrong, or ""; there may be examples even so
} Examples;

/// Run the engine over a file and keep some of its features.  What goes wrong
/// is in examples->error; examples_clear() is due in any case.  Any thread, but
/// each with examples of its own.
void examples_extract(Examples* examples,
                      const char* path,
                      const AnalysisSettings* settings);

void examples_clear(Examples* examples);

#endif
