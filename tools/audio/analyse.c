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
  uint64_t n_samples; ///< Pushed so far
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
  if (self->stretches) {
    stretches_block(self->stretches, is_new ? probabilities : NULL,
                    (double)self->n_samples / decoder_rate(self->decoder));
  } else if (is_new && callbacks->on_update) {
    callbacks->on_update(callbacks->data, tagger_time(self->tagger),
                         probabilities);
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

/// Run the engine over all that the decoder gives; returns seconds
static double
run(Analysis* self, Error* error)
{
  const AnalysisCallbacks* const callbacks = self->callbacks;
  const double rate = decoder_rate(self->decoder);
  const float* const* channels = NULL;
  uint32_t n_channels = 0;
  for (uint32_t n = 0;
       (n = decoder_read(self->decoder, &channels, &n_channels, error));) {
    if (callbacks->timeline) {
      timeline_mark(callbacks->timeline, (double)self->n_samples / rate,
                    decoder_time(self->decoder));
    }
    push_stretch(self, channels, n_channels, n);
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
  self->stretches = stretches_new(network, self->tagger, &self->flat, &stretch);
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
  Analysis analysis = {.decoder = decoder, .callbacks = callbacks};
  analysis.tagger = tagger_new(settings->network, decoder_rate(decoder), error);
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
