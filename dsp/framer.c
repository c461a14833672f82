// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "dsp/framer.h"

#include "dsp/highpass.h"
#include "dsp/resampler.h"

#include <stdlib.h>

struct Framer {
  Resampler* resampler;
  LogMel* logmel;
  HighPass highpass;
  float* frame; ///< [bands]
  float offset; ///< The stream's first sample
  bool has_begun;
  float input[FRAMER_BLOCK];
  float resampled[FRAMER_BLOCK];
};

Framer*
framer_new(const FrontEnd* settings, double rate)
{
  Framer* const framer = (Framer*)calloc(1, sizeof(Framer));
  if (!framer) {
    return NULL;
  }
  framer->resampler = resampler_new(rate, settings->rate);
  framer->logmel = logmel_new(settings);
  framer->frame = (float*)calloc(settings->bands, sizeof(float));
  highpass_init(&framer->highpass, settings->rate);
  if (!framer->resampler || !framer->logmel || !framer->frame) {
    framer_free(framer);
    return NULL;
  }
  return framer;
}

void
framer_free(Framer* framer)
{
  if (framer) {
    free(framer->frame);
    logmel_free(framer->logmel);
    resampler_free(framer->resampler);
    free(framer);
  }
}

EARMARK_REALTIME static void
forget_samples(Framer* framer)
{
  logmel_reset(framer->logmel);
  highpass_reset(&framer->highpass);
  framer->has_begun = false;
}

void
framer_reset(Framer* framer)
{
  resampler_reset(framer->resampler);
  forget_samples(framer);
}

void
framer_forget(Framer* framer)
{
  resampler_forget(framer->resampler);
  forget_samples(framer);
}

EARMARK_REALTIME static void
feed_resampled(Framer* framer, uint32_t n, FramerFunc func, void* data)
{
  const float* samples = framer->resampled;
  highpass_process(&framer->highpass, framer->resampled, n);
  for (uint32_t used = 0; n; samples += used, n -= used) {
    if (logmel_push(framer->logmel, samples, n, &used, framer->frame)) {
      // The caller's, and as real-time safe as it needs to be
      EARMARK_DISABLE_EFFECT_WARNINGS
      func(data, framer->frame);
      EARMARK_RESTORE_EFFECT_WARNINGS
    }
  }
}

void
framer_feed(Framer* framer,
            const float* samples,
            uint32_t n,
            FramerFunc func,
            void* data)
{
  if (n && !framer->has_begun) {
    framer->offset = samples[0];
    framer->has_begun = true;
  }
  for (uint32_t i = 0; i < n; ++i) {
    framer->input[i] = samples[i] - framer->offset;
  }

  uint32_t n_out = FRAMER_BLOCK;
  for (uint32_t i = 0; i < n || n_out == FRAMER_BLOCK;) {
    uint32_t used = 0;
    n_out = resampler_process(framer->resampler, framer->input + i, n - i,
                              &used, framer->resampled, FRAMER_BLOCK);
    feed_resampled(framer, n_out, func, data);
    i += used;
    if (!used && !n_out) {
      break; // The converter failed: lose the block rather than hang
    }
  }
}
