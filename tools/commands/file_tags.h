// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_FILE_TAGS_H
#define EARMARK_FILE_TAGS_H

#include "tools/archive/batch.h"
#include "tools/commands/tag_printer.h"
#include "tools/options/progress.h"

#include <stdbool.h>

/// What threads that tag files share
typedef struct {
  const TagOptions* options;
  TagPrinter* printer;
  Pace* pace;
  bool is_alone; ///< There is one file, whose progress is shown
} TagRun;

/// As BatchCallbacks has them, for a TagRun
void file_tags_work(void* data, BatchJob* job);
void file_tags_tell(void* data, BatchJob* job);

#endif
