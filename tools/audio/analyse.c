// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/audio/analyse.h"

#include "base/denormals.h"
#include "tools/audio/decode.h"

#include <stdlib.h>

// Samples.  Far fewer than there are from update to update at the lowest rate,
// so that every update is seen
#define BLOCK 512u

/// Push one decoded stretch through the engine, block by block
static void
push_stretch(Tagger* tagger,
             const float* const* channels,
             uint32_t n_channels,
             uint32_t n,
             const AnalysisCallbacks* callbacks)
{
  for (uint32_t i = 0; i < n; i += BLOCK) {
    const float* block[DECODER_MAX_CHANNELS];
    for (uint32_t c = 0; c < n_channels; ++c) {
      block[c] = channels[c] + i;
    }
    bool is_new = false;
    tagger_push(tagger, block, n_channels, n - i < BLOCK ? n - i : BLOCK);
    tagger_work(tagger);
    const float* const probabilities = tagger_read(tagger, &is_new);
    if (is_new && callbacks->on_update) {
      callbacks->on_update(callbacks->data, tagger_time(tagger), probabilities);
    }
    if (is_new && callbacks->on_features) {
      callbacks->on_features(callbacks->data, tagger_time(tagger),
                             tagger_features(tagger));
    }
  }
}

/// Run the engine over all that the decoder gives; returns seconds
static double
run(Decoder* decoder,
    Tagger* tagger,
    const AnalysisCallbacks* callbacks,
    Error* error)
{
  const double rate = decoder_rate(decoder);
  const float* const* channels = NULL;
  uint32_t n_channels = 0;
  uint64_t n_samples = 0;
  for (uint32_t n = 0;
       (n = decoder_read(decoder, &channels, &n_channels, error));) {
    if (callbacks->timeline) {
      timeline_mark(callbacks->timeline, (double)n_samples / rate,
                    decoder_time(decoder));
    }
    push_stretch(tagger, channels, n_channels, n, callbacks);
    n_samples += n;
    if (callbacks->on_progress) {
      callbacks->on_progress(callbacks->data, (double)n_samples / rate,
                             decoder_length(decoder));
    }
  }
  return (double)n_samples / rate;
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
  Tagger* const tagger =
      tagger_new(settings->network, decoder_rate(decoder), error);
  if (tagger) {
    if (settings->memory > 0.0f) {
      tagger_set_memory(tagger, settings->memory);
    }
    tagger_on_frame(tagger, callbacks->on_frame, callbacks->data);
    const Denormals mode = denormals_flush();
    seconds = run(decoder, tagger, callbacks, error);
    denormals_restore(mode);
  }
  tagger_free(tagger);
  decoder_close(decoder);
  return seconds;
}
