// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _POSIX_C_SOURCE 200809L

#include "tools/learn/dataset.h"

#include "tools/learn/parallel.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/// Files being analysed
typedef struct {
  const Dataset* dataset;
  const AnalysisSettings* settings;
  const DatasetCallbacks* callbacks;
  pthread_mutex_t lock; ///< Of the callbacks and n_done
  uint32_t n_done;
} Extraction;

/// Get the examples of one file; in any thread
static void
extract_file(void* data, uint32_t i)
{
  Extraction* const self = (Extraction*)data;
  const char* const path = self->dataset->labels->paths[i];
  Examples* const examples = &self->dataset->examples[i];
  examples_extract(examples, path, self->settings);

  pthread_mutex_lock(&self->lock);
  self->callbacks->on_file(self->callbacks->data, ++self->n_done, path,
                           &examples->error);
  pthread_mutex_unlock(&self->lock);
}

/// Leave out the files without examples
static void
drop_files(Dataset* dataset, bool* files, const bool* tags)
{
  LabelTable* const labels = dataset->labels;
  uint32_t n = 0;
  for (uint32_t i = 0; i < labels->n_files; ++i) {
    files[i] = dataset->examples[i].n;
    if (files[i]) {
      dataset->examples[n++] = dataset->examples[i];
    } else {
      examples_clear(&dataset->examples[i]);
    }
  }
  label_table_keep(labels, files, tags);
}

/// Leave out the tags that too few or too many files have
static void
drop_tags(LabelTable* labels,
          const DatasetCallbacks* callbacks,
          bool* files,
          bool* tags)
{
  for (uint32_t i = 0; i < labels->n_files; ++i) {
    files[i] = true;
  }
  for (uint32_t t = 0; t < labels->n_tags; ++t) {
    const uint32_t count = label_table_count(labels, t);
    tags[t] = count >= DATASET_LEAST_FILES &&
              labels->n_files - count >= DATASET_LEAST_FILES;
    if (!tags[t]) {
      callbacks->on_left_out(callbacks->data, labels->tags[t], count,
                             labels->n_files);
    }
  }
  label_table_keep(labels, files, tags);
}

/// Leave out what cannot be learnt from
static bool
drop_unusable(Dataset* dataset, const DatasetCallbacks* callbacks, Error* error)
{
  LabelTable* const labels = dataset->labels;
  bool* const files = (bool*)calloc(labels->n_files + 1, sizeof(bool));
  bool tags[NETWORK_MAX_TAGS];
  if (!files) {
    error_set(error, ERROR_NO_MEMORY);
    return false;
  }
  memset(tags, true, sizeof(tags));
  drop_files(dataset, files, tags);
  drop_tags(labels, callbacks, files, tags);
  free(files);
  if (!labels->n_tags) {
    error_set(error,
              "no tag is left to learn: each needs %u files with it and"
              " %u without",
              DATASET_LEAST_FILES, DATASET_LEAST_FILES);
  }
  return labels->n_tags;
}

bool
dataset_extract(Dataset* dataset,
                const AnalysisSettings* settings,
                const DatasetCallbacks* callbacks,
                Error* error)
{
  const uint32_t n_files = dataset->labels->n_files;
  dataset->examples = (Examples*)calloc(n_files + 1, sizeof(Examples));
  if (!dataset->examples) {
    error_set(error, ERROR_NO_MEMORY);
    return false;
  }
  Extraction extraction = {.dataset = dataset,
                           .settings = settings,
                           .callbacks = callbacks,
                           .lock = PTHREAD_MUTEX_INITIALIZER};
  parallel_for(n_files, extract_file, &extraction);
  return drop_unusable(dataset, callbacks, error);
}

void
dataset_clear(Dataset* dataset)
{
  for (uint32_t i = 0; dataset->examples && i < dataset->labels->n_files; ++i) {
    examples_clear(&dataset->examples[i]);
  }
  free(dataset->examples);
  label_table_free(dataset->labels);
  *dataset = (Dataset){0};
}
