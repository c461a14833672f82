// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/audio/analyse.h"

#include "base/denormals.h"
#include "tools/audio/decode.h"
#include "tools/audio/stretches.h"

#include <stdlib.h>

// Samples.  Far fewer than there are from update to update at the lowest rate,
// so that every update is seen
#define BLOCK 512u

/// An engine at work on a file
typedef struct {
  Decoder* decoder;
  Tagger* tagger;
  Stretches* stretches; ///< NULL if all is heard as one
  Flat flat;            ///< If not
  const AnalysisCallbacks* callbacks;
  bool features;      ///< Are wanted instead of probabilities
  uint64_t n_samples; ///< Pushed so far
  uint64_t n_decoded; ///< So far
  uint64_t begin;     ///< Samples of the file that are left out at first
  uint64_t end;       ///< Sample that it stops at
} Analysis;

static void
on_stretch_frame(void* data, const Frame* frame)
{
  stretches_frame(((Analysis*)data)->stretches, frame);
}

/// All callbacks for what the engine says after a block
static void
tell(const Analysis* self)
{
  const AnalysisCallbacks* const callbacks = self->callbacks;
  bool is_new = false;
  const float* const probabilities = tagger_read(self->tagger, &is_new);
  const float* const update =
      is_new && self->features ? tagger_features(self->tagger) : probabilities;
  if (self->stretches) {
    stretches_block(self->stretches, is_new ? update : NULL,
                    (double)self->n_samples / decoder_rate(self->decoder));
  } else if (is_new && callbacks->on_update) {
    callbacks->on_update(callbacks->data, tagger_time(self->tagger), update);
  }
}

/// Push a block, but for what of it is only more of a pause
static void
push_block(Analysis* self, const float** block, uint32_t n_channels, uint32_t n)
{
  uint32_t skipped = 0;
  if (self->stretches) {
    flat_push(&self->flat, block, n_channels, n);
    skipped = stretches_skip(self->stretches, n);
  }
  self->n_samples += n;
  if (skipped < n) {
    for (uint32_t c = 0; c < n_channels; ++c) {
      block[c] += skipped;
    }
    tagger_push(self->tagger, block, n_channels, n - skipped);
    tagger_work(self->tagger);
    tell(self);
  }
}

/// Push one decoded stretch through the engine, block by block
static void
push_stretch(Analysis* self,
             const float* const* channels,
             uint32_t n_channels,
             uint32_t n)
{
  for (uint32_t i = 0; i < n; i += BLOCK) {
    const float* block[DECODER_MAX_CHANNELS];
    const uint32_t length = n - i < BLOCK ? n - i : BLOCK;
    for (uint32_t c = 0; c < n_channels; ++c) {
      block[c] = channels[c] + i;
    }
    push_block(self, block, n_channels, length);
  }
}

/// Of n samples that were decoded, how many are before the part that is wanted;
/// `*n` becomes those of it that follow
static uint32_t
cut_out(Analysis* self, uint32_t* n)
{
  const uint64_t first = self->n_decoded;
  const uint64_t last = first + *n;
  const uint64_t from = self->begin > first ? self->begin : first;
  const uint64_t to = self->end < last ? self->end : last;
  self->n_decoded = last;
  *n = to > from ? (uint32_t)(to - from) : 0;
  return *n ? (uint32_t)(from - first) : 0;
}

/// A stretch was decoded: run the engine over what of it is wanted
static void
take_stretch(Analysis* self,
             const float* const* channels,
             uint32_t n_channels,
             uint32_t n)
{
  const double rate = decoder_rate(self->decoder);
  const uint32_t before = cut_out(self, &n);
  const float* wanted[DECODER_MAX_CHANNELS];
  for (uint32_t c = 0; c < n_channels; ++c) {
    wanted[c] = channels[c] + before;
  }
  if (n && self->callbacks->timeline) {
    timeline_mark(self->callbacks->timeline, (double)self->n_samples / rate,
                  decoder_time(self->decoder) +
                      ((double)before - (double)self->begin) / rate);
  }
  push_stretch(self, wanted, n_channels, n);
}

/// Run the engine over all that the decoder gives; returns seconds
static double
run(Analysis* self, Error* error)
{
  const AnalysisCallbacks* const callbacks = self->callbacks;
  const double rate = decoder_rate(self->decoder);
  const float* const* channels = NULL;
  uint32_t n_channels = 0;
  for (uint32_t n = 0;
       self->n_decoded < self->end &&
       (n = decoder_read(self->decoder, &channels, &n_channels, error));) {
    take_stretch(self, channels, n_channels, n);
    if (callbacks->on_progress) {
      callbacks->on_progress(callbacks->data, (double)self->n_samples / rate,
                             decoder_length(self->decoder));
    }
  }
  if (self->stretches) {
    stretches_end(self->stretches);
  }
  return (double)self->n_samples / rate;
}

/// The parts that hear a file; false if memory is short
static bool
observe(Analysis* self, const Network* network)
{
  const AnalysisCallbacks* const callbacks = self->callbacks;
  if (!callbacks->on_sound) {
    tagger_on_frame(self->tagger, callbacks->on_frame, callbacks->data);
    return true;
  }
  const StretchCallbacks stretch = {callbacks->data, callbacks->on_update,
                                    callbacks->on_sound};
  flat_init(&self->flat, decoder_rate(self->decoder));
  self->stretches = stretches_new(
      network, self->features ? network->n_features : network->n_outputs,
      self->tagger, &self->flat, &stretch);
  tagger_on_frame(self->tagger, on_stretch_frame, self);
  return self->stretches;
}

double
analyse_file(const char* path,
             const AnalysisSettings* settings,
             const AnalysisCallbacks* callbacks,
             Error* error)
{
  Decoder* const decoder = decoder_open(path, settings->track, error);
  if (!decoder) {
    return 0.0;
  }

  double seconds = 0.0;
  const double rate = decoder_rate(decoder);
  Analysis analysis = {.decoder = decoder,
                       .callbacks = callbacks,
                       .features = settings->features,
                       .begin = (uint64_t)(settings->begin * rate + 0.5),
                       .end = settings->end > 0.0
                                  ? (uint64_t)(settings->end * rate + 0.5)
                                  : UINT64_MAX};
  analysis.tagger = tagger_new(settings->network, rate, error);
  if (analysis.tagger && !observe(&analysis, settings->network)) {
    error_set(error, ERROR_NO_MEMORY);
  } else if (analysis.tagger) {
    if (settings->memory > 0.0f) {
      tagger_set_memory(analysis.tagger, settings->memory);
    }
    const Denormals mode = denormals_flush();
    seconds = run(&analysis, error);
    denormals_restore(mode);
  }
  stretches_free(analysis.stretches);
  tagger_free(analysis.tagger);
  decoder_close(decoder);
  return seconds;
}
