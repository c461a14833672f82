// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "model/stream.h"

#include "model/arithmetic.h"
#include "model/branch.h"
#include "model/head.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/// Bands up to here are silence: a tone of -72 dBFS, noise of -61 dBFS
#define SILENCE 0.01f

#define ALWAYS UINT32_MAX

struct Stream {
  const Network* network;
  const Arithmetic* arithmetic;
  uint8_t* columns; ///< The newest, which the branches have not seen yet
  size_t column_size;
  uint32_t n_columns; ///< How many these are
  uint32_t n_silent;  ///< The newest frames that are silence; or ALWAYS
  double memory;      ///< Frames that the means look back over
  int silence;        ///< The output that says so, or -1
  float* features;    ///< [n_features]
  Branch** branches;
  Head* head;
};

static double
frames_in(const Network* network, double seconds)
{
  return seconds * network->front_end.rate / network->front_end.hop;
}

static int
find_output(const Network* network, const char* name)
{
  for (uint32_t i = 0; i < network->n_outputs; ++i) {
    if (!strcmp(network->outputs[i], name)) {
      return (int)i;
    }
  }
  return -1;
}

static bool
is_silent(const float* frame, uint32_t bands)
{
  float largest = 0.0f;
  for (uint32_t i = 0; i < bands; ++i) {
    largest = frame[i] > largest ? frame[i] : largest;
  }
  return largest <= SILENCE;
}

Stream*
stream_new(const Network* network, const Kernels* kernels, double max_memory)
{
  Stream* const stream = (Stream*)calloc(1, sizeof(Stream));
  if (!stream) {
    return NULL;
  }

  const Level* const first = &network->branches[0].levels[0];
  stream->network = network;
  stream->n_silent = ALWAYS;
  stream->silence = find_output(network, "content:silence");
  stream->arithmetic = arithmetic_for(network->precision);
  stream->column_size = first->n_in * stream->arithmetic->element_size;
  stream->columns = (uint8_t*)calloc(ARITHMETIC_COLUMNS, stream->column_size);
  stream->features = (float*)calloc(network->n_features, sizeof(float));
  stream->branches = (Branch**)calloc(network->n_branches, sizeof(Branch*));
  stream->head = head_new(network, kernels);

  bool ok =
      stream->columns && stream->features && stream->branches && stream->head;
  for (uint32_t i = 0; ok && i < network->n_branches; ++i) {
    stream->branches[i] = branch_new(&network->branches[i], stream->arithmetic,
                                     kernels, frames_in(network, max_memory));
    ok = stream->branches[i];
  }
  if (!ok) {
    stream_free(stream);
    return NULL;
  }
  stream_set_memory(stream, (double)network->memory);
  return stream;
}

void
stream_free(Stream* stream)
{
  if (!stream) {
    return;
  }
  for (uint32_t i = 0; stream->branches && i < stream->network->n_branches;
       ++i) {
    branch_free(stream->branches[i]);
  }
  head_free(stream->head);
  free(stream->branches);
  free(stream->features);
  free(stream->columns);
  free(stream);
}

void
stream_reset(Stream* stream)
{
  stream->n_columns = 0;
  stream->n_silent = ALWAYS;
  for (uint32_t i = 0; i < stream->network->n_branches; ++i) {
    branch_reset(stream->branches[i]);
  }
}

static void
flush(Stream* stream)
{
  for (uint32_t i = 0; i < stream->network->n_branches; ++i) {
    branch_push(stream->branches[i], stream->columns, stream->n_columns);
  }
  stream->n_columns = 0;
}

void
stream_set_memory(Stream* stream, double seconds)
{
  flush(stream); // They count as they would have, had they not waited
  stream->memory = frames_in(stream->network, seconds);
  for (uint32_t i = 0; i < stream->network->n_branches; ++i) {
    branch_set_memory(stream->branches[i], frames_in(stream->network, seconds));
  }
}

void
stream_push(Stream* stream, const float* frame)
{
  if (!is_silent(frame, stream->network->front_end.bands)) {
    stream->n_silent = 0;
  } else if (stream->n_silent < ALWAYS) {
    ++stream->n_silent;
  }
  stream->arithmetic->load(stream->network, frame,
                           stream->columns +
                               stream->n_columns * stream->column_size);
  if (++stream->n_columns == ARITHMETIC_COLUMNS) {
    flush(stream);
  }
}

const float*
stream_features(Stream* stream)
{
  flush(stream);
  uint32_t n = 0;
  for (uint32_t i = 0; i < stream->network->n_branches; ++i) {
    n += branch_features(stream->branches[i], stream->features + n);
  }
  return stream->features;
}

void
stream_probabilities(Stream* stream, float* probabilities)
{
  head_run(stream->head, stream_features(stream), probabilities);
  if (stream->silence >= 0 && (double)stream->n_silent >= stream->memory) {
    probabilities[stream->silence] = 1.0f;
  }
}
