// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_FILE_TAGS_H
#define EARMARK_FILE_TAGS_H

#include "tools/export/output.h"
#include "tools/options/network_options.h"

#include <stdbool.h>
#include <stdint.h>

/// What to print of files
typedef struct {
  OutputStyle style;
  bool over_time; ///< What sounds around each time
  bool live;      ///< Over time, as a plugin shows it
  uint32_t track; ///< Of the audio tracks, from 1; 0 for the best
  NetworkOptions network;
} TagOptions;

/// Analyse a file and print its tags.  False with a message on standard error
/// if it could not be read wholly or is too short.
bool file_tags_print(const TagOptions* options, const char* path);

#endif
