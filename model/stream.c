// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "model/stream.h"

#include "model/arithmetic.h"
#include "model/branch.h"
#include "model/head.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define ALWAYS UINT32_MAX

struct Stream {
  const Network* network;
  const Arithmetic* arithmetic;
  uint8_t* columns; ///< The newest, which the branches have not seen yet
  size_t column_size;
  uint32_t n_columns; ///< How many these are
  uint32_t n_zero;    ///< The newest columns that are zero, one after the other
  uint32_t reach;     ///< Frames that anything kept depends on; or ALWAYS
  uint32_t period;    ///< Frames after which all pools are as full again
  uint32_t n_skipped; ///< Zero columns that the branches were spared, modulo
                      ///< the period
  uint32_t warm_up;   ///< Frames before there are features
  uint32_t n_frames;  ///< As many as warm_up at most
  uint32_t n_silent;  ///< The newest frames that are silence; or ALWAYS
  float gain;         ///< Of the newest frame
  double memory;      ///< Frames that the means look back over
  float* features;    ///< [n_features]
  float* cached;      ///< The head's [n_outputs], until a column comes
  bool is_cached;
  Branch** branches;
  Head* head;
};

static double
frames_in(const Network* network, double seconds)
{
  return seconds * network->front_end.rate / network->front_end.hop;
}

static uint32_t
common_multiple(uint32_t a, uint32_t b)
{
  uint32_t x = a;
  uint32_t y = b;
  while (y) {
    const uint32_t rest = x % y;
    x = y;
    y = rest;
  }
  // NOLINTNEXTLINE(clang-analyzer-core.DivideZero): strides are never zero
  return a / x * b;
}

/// Find after how many zero columns more of them change nothing: each branch's
/// receptive field, its windows and the means' memory are then full of zeros.
/// Only whole numbers get there exactly, so never in floating point.
static void
find_period_and_reach(Stream* stream, double max_memory)
{
  const Network* const network = stream->network;
  uint32_t longest = 0;
  stream->period = 1;
  for (uint32_t i = 0; i < network->n_branches; ++i) {
    const BranchSpec* const branch = &network->branches[i];
    uint32_t field = 0;
    for (uint32_t j = 0; j < branch->n_levels; ++j) {
      const Level* const level = &branch->levels[j];
      field += level->length * level->stride;
      stream->period = common_multiple(stream->period, level->stride);
      longest = longest > field + (level->window + 2) * level->stride
                    ? longest
                    : field + (level->window + 2) * level->stride;
    }
  }
  const double frames = frames_in(network, max_memory) + 2.0 * longest;
  stream->reach = network->precision == PRECISION_INT8 && frames < 1e9
                      ? (uint32_t)frames
                      : ALWAYS;
}

/// Frames until the first level of the shortest branch has a whole window
static uint32_t
find_warm_up(const Network* network)
{
  uint32_t shortest = UINT32_MAX;
  for (uint32_t i = 0; i < network->n_branches; ++i) {
    const BranchSpec* const branch = &network->branches[i];
    const uint32_t n = branch->frames + branch->levels[0].length - 1;
    shortest = n < shortest ? n : shortest;
  }
  return shortest;
}

static bool
is_zero(const uint8_t* bytes, size_t n)
{
  uint8_t any = 0;
  for (size_t i = 0; i < n; ++i) {
    any |= bytes[i];
  }
  return !any;
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
  stream->gain = 1.0f;
  stream->warm_up = find_warm_up(network);
  stream->arithmetic = arithmetic_for(network->precision);
  stream->column_size = first->n_in * stream->arithmetic->element_size;
  stream->columns = (uint8_t*)calloc(ARITHMETIC_COLUMNS, stream->column_size);
  stream->features = (float*)calloc(network->n_features, sizeof(float));
  stream->cached = (float*)calloc(network->n_outputs, sizeof(float));
  stream->branches = (Branch**)calloc(network->n_branches, sizeof(Branch*));
  stream->head = head_new(network, kernels);

  find_period_and_reach(stream, max_memory);

  bool ok = stream->columns && stream->features && stream->cached &&
            stream->branches && stream->head;
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
  free(stream->cached);
  free(stream->features);
  free(stream->columns);
  free(stream);
}

void
stream_reset(Stream* stream)
{
  stream->n_columns = 0;
  stream->n_zero = 0;
  stream->n_frames = 0;
  stream->n_skipped = 0;
  stream->is_cached = false;
  stream->n_silent = ALWAYS;
  stream->gain = 1.0f;
  for (uint32_t i = 0; i < stream->network->n_branches; ++i) {
    branch_reset(stream->branches[i]);
  }
}

static void
flush_columns(Stream* stream)
{
  for (uint32_t i = 0; i < stream->network->n_branches; ++i) {
    branch_push(stream->branches[i], stream->columns, stream->n_columns);
  }
  stream->n_columns = 0;
}

void
stream_set_memory(Stream* stream, double seconds)
{
  flush_columns(stream); // They count as they would have, had they not waited
  stream->memory = frames_in(stream->network, seconds);
  stream->is_cached = false;
  for (uint32_t i = 0; i < stream->network->n_branches; ++i) {
    branch_set_memory(stream->branches[i], frames_in(stream->network, seconds));
  }
}

/// Where the next column goes
static uint8_t*
next_column(Stream* stream)
{
  return stream->columns + stream->n_columns * stream->column_size;
}

static void
append_column(Stream* stream)
{
  stream->is_cached = false;
  if (++stream->n_columns == ARITHMETIC_COLUMNS) {
    flush_columns(stream);
  }
}

/// Push as many zero columns as make the pools as full as they would be, had
/// none been skipped
static void
replay_skipped(Stream* stream)
{
  for (uint32_t i = stream->n_skipped; i; --i) {
    memset(next_column(stream), 0, stream->column_size);
    append_column(stream);
  }
  stream->n_skipped = 0;
}

static void
count_silence(Stream* stream, const Frame* frame)
{
  if (frame->peak > stream->network->silence_level) {
    stream->n_silent = 0;
  } else if (stream->n_silent < ALWAYS) {
    ++stream->n_silent;
  }
}

void
stream_push(Stream* stream, const Frame* frame)
{
  count_silence(stream, frame);
  stream->is_cached = stream->is_cached && frame->gain == stream->gain;
  stream->gain = frame->gain;
  stream->n_frames += stream->n_frames < stream->warm_up;
  stream->arithmetic->load(stream->network, frame->bands, next_column(stream));
  const bool zero = is_zero(next_column(stream), stream->column_size);
  if (zero && stream->n_zero >= stream->reach) {
    stream->n_skipped = (stream->n_skipped + 1) % stream->period;
    return;
  }

  if (stream->n_skipped) {
    replay_skipped(stream);
    stream->arithmetic->load(stream->network, frame->bands,
                             next_column(stream));
  }
  stream->n_zero = zero ? stream->n_zero + 1 : 0;
  append_column(stream);
}

bool
stream_has_features(const Stream* stream)
{
  return stream->n_frames >= stream->warm_up;
}

const float*
stream_features(Stream* stream)
{
  flush_columns(stream);
  uint32_t n = 0;
  for (uint32_t i = 0; i < stream->network->n_branches; ++i) {
    n += branch_features(stream->branches[i], stream->features + n);
  }
  return stream->features;
}

void
stream_probabilities(Stream* stream, float* probabilities)
{
  if (!stream->is_cached) {
    const float level = -20.0f * log10f(stream->gain);
    head_run(stream->head, stream_features(stream), level, stream->cached);
    stream->is_cached = true;
  }
  memcpy(probabilities, stream->cached,
         stream->network->n_outputs * sizeof(float));
  const int silence = stream->network->silence;
  if (silence >= 0 && (double)stream->n_silent >= stream->memory) {
    probabilities[silence] = 1.0f;
  }
}
