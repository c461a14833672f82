// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/learn/examples.h"

#include "tools/audio/analyse.h"

#include <stdlib.h>
#include <string.h>

/// A file being heard.  When there is no room, every second example goes, and
/// from then on half as many are taken: they stay spread over the whole file.
typedef struct {
  Examples* examples;
  const Network* network;
  uint32_t n_seen;
  uint32_t step; ///< Of those seen, every how many are kept
  double next;   ///< When the next is seen, in seconds
} Hearing;

static void
thin_out(Hearing* hearing)
{
  Examples* const examples = hearing->examples;
  const size_t n = hearing->network->n_features;
  for (uint32_t i = 1; 2 * i < examples->n; ++i) {
    memcpy(examples->features + i * n, examples->features + 2 * i * n,
           n * sizeof(float));
  }
  examples->n = (examples->n + 1) / 2;
  hearing->step *= 2;
}

static void
keep(Hearing* hearing, const float* features)
{
  Examples* const examples = hearing->examples;
  const size_t n = hearing->network->n_features;
  if (examples->n == EXAMPLES_PER_FILE) {
    thin_out(hearing);
  }
  memcpy(examples->features + examples->n++ * n, features, n * sizeof(float));
}

static void
on_features(void* data, double time, const float* features)
{
  Hearing* const hearing = (Hearing*)data;
  if (time < hearing->next) {
    return;
  }
  hearing->next = time + (double)hearing->network->memory;
  if (hearing->n_seen++ % hearing->step == 0) {
    keep(hearing, features);
  }
}

void
examples_hear(Examples* examples, const char* path, const Network* network)
{
  *examples = (Examples){.n = 0};
  examples->features = (float*)calloc(
      EXAMPLES_PER_FILE, (size_t)network->n_features * sizeof(float));
  if (!examples->features) {
    error_set(&examples->error, ERROR_NO_MEMORY);
    return;
  }

  // The first when the memory is full; of shorter files the first of all
  Hearing hearing = {examples, network, 0, 1, (double)network->memory};
  Listener listener = {.data = &hearing, .on_features = on_features};
  const double seconds =
      listen_to_file(path, network, 0.0f, &listener, &examples->error);
  if (!examples->n && seconds > 0.0) {
    hearing.next = 0.0;
    examples->error = (Error){""};
    listen_to_file(path, network, 0.0f, &listener, &examples->error);
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
