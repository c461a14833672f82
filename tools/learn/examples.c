// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/learn/examples.h"

#include <stdlib.h>
#include <string.h>

/// A file being analysed.  When there is no room for more examples, every
/// second is dropped, and from then on half as many are kept: they stay spread
/// over the whole file, however long it is.
typedef struct {
  Examples* examples;
  const Network* network;
  uint32_t n_seen;
  uint32_t step; ///< Every how many of those seen one is kept
  double next;   ///< When the next is seen, in seconds
} Collector;

static void
thin_out(Collector* collector)
{
  Examples* const examples = collector->examples;
  const size_t n = collector->network->n_features;
  for (uint32_t i = 1; 2 * i < examples->n; ++i) {
    memcpy(examples->features + i * n, examples->features + 2 * i * n,
           n * sizeof(float));
  }
  examples->n = (examples->n + 1) / 2;
  collector->step *= 2;
}

static void
keep(Collector* collector, const float* features)
{
  Examples* const examples = collector->examples;
  const size_t n = collector->network->n_features;
  if (examples->n == EXAMPLES_PER_FILE) {
    thin_out(collector);
  }
  memcpy(examples->features + examples->n++ * n, features, n * sizeof(float));
}

static void
on_features(void* data, double time, const float* features)
{
  Collector* const collector = (Collector*)data;
  if (time < collector->next) {
    return;
  }
  collector->next = time + (double)collector->network->memory;
  if (collector->n_seen++ % collector->step == 0) {
    keep(collector, features);
  }
}

void
examples_extract(Examples* examples,
                 const char* path,
                 const AnalysisSettings* settings)
{
  const Network* const network = settings->network;
  *examples = (Examples){.n = 0};
  examples->features = (float*)calloc(
      EXAMPLES_PER_FILE, (size_t)network->n_features * sizeof(float));
  if (!examples->features) {
    error_set(&examples->error, ERROR_NO_MEMORY);
    return;
  }

  // The first example is due when the memory is full.  A file shorter than that
  // is analysed again, and its first update is the example.
  Collector collector = {examples, network, 0, 1, (double)network->memory};
  AnalysisCallbacks callbacks = {.data = &collector,
                                 .on_features = on_features};
  const double seconds =
      analyse_file(path, settings, &callbacks, &examples->error);
  if (!examples->n && seconds > 0.0) {
    collector.next = 0.0;
    examples->error = (Error){""};
    analyse_file(path, settings, &callbacks, &examples->error);
  }
  if (!examples->n && !examples->error.text[0]) {
    error_set(&examples->error, "%.2f s of audio are too short", seconds);
  }
}

void
examples_clear(Examples* examples)
{
  free(examples->features);
  *examples = (Examples){.n = 0};
}
