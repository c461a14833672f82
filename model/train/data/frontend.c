// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// The front end on a whole buffer, for the trainer (frontend.py calls it)

#include "dsp/logmel.h"
#include "dsp/resampler.h"

#include <stdint.h>

#define BLOCK 4096u

uint64_t frontend_frames(const FrontEnd* settings,
                         double rate,
                         const float* in,
                         uint64_t n_in,
                         float* frames,
                         uint64_t max_frames);

/// Where frames go
typedef struct {
  LogMel* logmel;
  float* frames;
  uint64_t n;
  uint64_t max;
  uint32_t bands;
} Sink;

static void
push(Sink* sink, const float* samples, uint32_t n)
{
  for (uint32_t at = 0; at < n && sink->n < sink->max;) {
    uint32_t used = 0;
    if (logmel_push(sink->logmel, samples + at, n - at, &used,
                    sink->frames + sink->n * sink->bands)) {
      ++sink->n;
    }
    at += used;
  }
}

static void
convert(Resampler* resampler, Sink* sink, const float* in, uint32_t n)
{
  float out[BLOCK];
  uint32_t n_out = 0;
  do {
    uint32_t used = 0;
    n_out = resampler_process(resampler, in, n, &used, out, BLOCK);
    push(sink, out, n_out);
    in += used;
    n -= used;
  } while (n || n_out == BLOCK);
}

/// Frames [max_frames][bands] of mono audio; returns how many there are, 0 if
/// a setting is impossible or memory is short
uint64_t
frontend_frames(const FrontEnd* settings,
                double rate,
                const float* in,
                uint64_t n_in,
                float* frames,
                uint64_t max_frames)
{
  Resampler* const resampler = resampler_new(rate, settings->rate);
  LogMel* const logmel = logmel_new(settings);
  Sink sink = {logmel, frames, 0, max_frames, settings->bands};

  for (uint64_t at = 0; resampler && logmel && at < n_in; at += BLOCK) {
    const uint64_t left = n_in - at;
    convert(resampler, &sink, in + at, left < BLOCK ? (uint32_t)left : BLOCK);
  }

  logmel_free(logmel);
  resampler_free(resampler);
  return sink.n;
}
