// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_DATASET_H
#define EARMARK_DATASET_H

#include "base/error.h"
#include "tools/learn/examples.h"
#include "tools/learn/label_table.h"

#include <stdbool.h>
#include <stdint.h>

/// How many files must have a tag, and how many must lack it
#define DATASET_LEAST_FILES 2u

/// Labels and what the network makes of the files
typedef struct {
  LabelTable* labels; ///< Owned
  Examples* examples; ///< [labels->n_files]
} Dataset;

/// What happens meanwhile; one call at a time, in any of the threads
typedef struct {
  void* data;

  /// A file is done, the `n_done`th; the error is "" if all went well
  void (*on_file)(void* data,
                  uint32_t n_done,
                  const char* path,
                  const Error* error);

  /// A tag is left out: `n_with` of `n_files` usable files have it
  void (*on_left_out)(void* data,
                      const char* tag,
                      uint32_t n_with,
                      uint32_t n_files);
} DatasetCallbacks;

/**
   Analyse all files of dataset->labels, on all processors at once; leave out
   the files that give no examples, then the tags that too few files have or
   lack.  False with a message if no tag is left or memory is short;
   dataset_clear() is due in any case.  [setup]; the network is read by several
   threads.
*/
bool dataset_extract(Dataset* dataset,
                     const AnalysisSettings* settings,
                     const DatasetCallbacks* callbacks,
                     Error* error);

void dataset_clear(Dataset* dataset);

#endif
