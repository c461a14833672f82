// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "dsp/framer.h"

#include "dsp/highpass.h"
#include "dsp/leveller.h"
#include "dsp/resampler.h"

#include <stdlib.h>

#define LANES 8u

struct Framer {
  Resampler* resampler;
  LogMel* logmel;
  Leveller* leveller; ///< NULL if frames keep their level
  HighPass highpass;
  float* bands; ///< [bands]
  uint32_t n_bands;
  float offset; ///< The stream's first sample
  bool has_begun;
  float input[FRAMER_BLOCK];
  float resampled[FRAMER_BLOCK];
};

static double
frame_rate(const FrontEnd* settings)
{
  return (double)settings->rate / settings->hop;
}

Framer*
framer_new(const FrontEnd* settings, double rate)
{
  Framer* const framer = (Framer*)calloc(1, sizeof(Framer));
  if (!framer) {
    return NULL;
  }
  framer->resampler = resampler_new(rate, settings->rate);
  framer->logmel = logmel_new(settings);
  framer->n_bands = settings->bands;
  framer->bands = (float*)calloc(settings->bands, sizeof(float));
  if (settings->is_levelled) {
    framer->leveller = leveller_new(&settings->level, frame_rate(settings));
  }
  highpass_init(&framer->highpass, settings->rate);
  if (!framer->resampler || !framer->logmel || !framer->bands ||
      (settings->is_levelled && !framer->leveller)) {
    framer_free(framer);
    return NULL;
  }
  return framer;
}

void
framer_free(Framer* framer)
{
  if (framer) {
    free(framer->bands);
    leveller_free(framer->leveller);
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
  if (framer->leveller) {
    leveller_reset(framer->leveller);
  }
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

/// The largest of values of 0 and up; in lanes, of which compilers make vectors
EARMARK_REALTIME static float
find_largest(const float* values, uint32_t n)
{
  float lanes[LANES] = {0.0f};
  uint32_t i = 0;
  for (; i + LANES <= n; i += LANES) {
    for (uint32_t k = 0; k < LANES; ++k) {
      lanes[k] = values[i + k] > lanes[k] ? values[i + k] : lanes[k];
    }
  }
  float largest = 0.0f;
  for (; i < n; ++i) {
    largest = values[i] > largest ? values[i] : largest;
  }
  for (uint32_t k = 0; k < LANES; ++k) {
    largest = lanes[k] > largest ? lanes[k] : largest;
  }
  return largest;
}

/// From mel magnitudes to the frame that is handed on
EARMARK_REALTIME static Frame
finish_frame(Framer* framer, float power)
{
  float* const bands = framer->bands;
  const uint32_t n = framer->n_bands;
  Frame frame = {.bands = bands, .power = power, .gain = 1.0f};
  if (framer->leveller) {
    frame.peak = find_largest(bands, n);
    logmel_compress(framer->logmel, 1.0f, &frame.peak, 1);
    frame.gain = leveller_push(framer->leveller, power);
    logmel_compress(framer->logmel, frame.gain, bands, n);
  } else {
    logmel_compress(framer->logmel, 1.0f, bands, n);
    frame.peak = find_largest(bands, n);
  }
  return frame;
}

EARMARK_REALTIME static void
feed_resampled(Framer* framer, uint32_t n, FramerFunc func, void* data)
{
  const float* samples = framer->resampled;
  highpass_process(&framer->highpass, framer->resampled, n);
  for (uint32_t used = 0; n; samples += used, n -= used) {
    float power = 0.0f;
    if (logmel_push(framer->logmel, samples, n, &used, framer->bands, &power)) {
      const Frame frame = finish_frame(framer, power);
      // The caller's, and as real-time safe as it needs to be
      EARMARK_DISABLE_EFFECT_WARNINGS
      func(data, &frame);
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
