// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "model/stream.h"

#include "model/arithmetic.h"
#include "model/branch.h"
#include "model/head.h"
#include "model/span.h"
#include "model/timbre.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct Stream {
  const Network* network;
  const Arithmetic* arithmetic;
  uint8_t* columns; ///< The newest, which the branches have not seen yet
  size_t column_size;
  uint32_t n_columns; ///< How many these are
  size_t bands_size;  ///< Bytes of the bands in a column
  Span span;
  uint32_t n_zero;    ///< The newest frames that are zero, one after the other
  uint32_t n_skipped; ///< Zero frames that the branches were spared, modulo
                      ///< the period
  uint32_t n_frames;  ///< As many as span.warm_up at most
  uint32_t n_silent;  ///< The newest frames that are silence; or SPAN_ALWAYS
  float gain;         ///< Of the newest frame
  double memory;      ///< Frames that the means look back over
  float* features;    ///< [n_features]
  float* cached;      ///< The head's [n_outputs], until a column comes
  bool is_cached;
  Timbre* timbre; ///< NULL if the network has none
  Branch** branches;
  Head* head;
};

static double
frames_in(const Network* network, double seconds)
{
  return seconds * network->front_end.rate / network->front_end.hop;
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
  const double max_frames = frames_in(network, max_memory);
  stream->network = network;
  stream->n_silent = SPAN_ALWAYS;
  stream->gain = 1.0f;
  stream->span = span_of(network, max_frames);
  stream->arithmetic = arithmetic_for(network->precision);
  stream->column_size = first->n_in * stream->arithmetic->element_size;
  stream->bands_size =
      network->front_end.bands * stream->arithmetic->element_size;
  stream->columns = (uint8_t*)calloc(ARITHMETIC_COLUMNS, stream->column_size);
  stream->features = (float*)calloc(network->n_features, sizeof(float));
  stream->cached = (float*)calloc(network->n_outputs, sizeof(float));
  stream->branches = (Branch**)calloc(network->n_branches, sizeof(Branch*));
  stream->head = head_new(network, kernels);

  bool ok = stream->columns && stream->features && stream->cached &&
            stream->branches && stream->head;
  if (ok && network->timbre.n_banks) {
    stream->timbre =
        timbre_new(network, stream->arithmetic, kernels, max_frames);
    ok = stream->timbre;
  }
  for (uint32_t i = 0; ok && i < network->n_branches; ++i) {
    stream->branches[i] = branch_new(&network->branches[i], stream->arithmetic,
                                     kernels, max_frames);
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
  timbre_free(stream->timbre);
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
  stream->n_silent = SPAN_ALWAYS;
  stream->gain = 1.0f;
  if (stream->timbre) {
    timbre_reset(stream->timbre);
  }
  for (uint32_t i = 0; i < stream->network->n_branches; ++i) {
    branch_reset(stream->branches[i]);
  }
}

static void
flush_columns(Stream* stream)
{
  const uint32_t n =
      stream->timbre
          ? timbre_push(stream->timbre, stream->columns, stream->n_columns)
          : stream->n_columns;
  const uint8_t* const columns =
      stream->columns + (stream->n_columns - n) * stream->column_size;
  for (uint32_t i = 0; i < stream->network->n_branches; ++i) {
    branch_push(stream->branches[i], columns, n);
  }
  stream->n_columns = 0;
}

void
stream_set_memory(Stream* stream, double seconds)
{
  flush_columns(stream); // They count as they would have, had they not waited
  stream->memory = frames_in(stream->network, seconds);
  stream->is_cached = false;
  if (stream->timbre) {
    timbre_set_memory(stream->timbre, stream->memory);
  }
  for (uint32_t i = 0; i < stream->network->n_branches; ++i) {
    branch_set_memory(stream->branches[i], stream->memory);
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

/// Push as many zero frames as make the pools as full as they would be, had
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
  } else if (stream->n_silent < SPAN_ALWAYS) {
    ++stream->n_silent;
  }
}

void
stream_push(Stream* stream, const Frame* frame)
{
  count_silence(stream, frame);
  stream->is_cached = stream->is_cached && frame->gain == stream->gain;
  stream->gain = frame->gain;
  stream->n_frames += stream->n_frames < stream->span.warm_up;
  stream->arithmetic->load(stream->network, frame->bands, next_column(stream));
  const bool zero = is_zero(next_column(stream), stream->bands_size);
  if (zero && stream->n_zero >= stream->span.reach) {
    stream->n_skipped = (stream->n_skipped + 1) % stream->span.period;
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
  return stream->n_frames >= stream->span.warm_up;
}

const float*
stream_features(Stream* stream)
{
  flush_columns(stream);
  uint32_t n =
      stream->timbre ? timbre_features(stream->timbre, stream->features) : 0;
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
