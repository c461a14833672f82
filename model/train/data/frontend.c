// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// The front end on a whole buffer, for the trainer (frontend.py calls it)

#include "dsp/framer.h"

#include <stdint.h>
#include <string.h>

uint64_t frontend_frames(const FrontEnd* settings,
                         double rate,
                         const float* in,
                         uint64_t n_in,
                         float* frames,
                         float* powers,
                         uint64_t max_frames);
uint64_t frontend_gains(const LevelSettings* settings,
                        double rate,
                        const float* powers,
                        uint64_t n,
                        float* gains);

/// Where frames go
typedef struct {
  float* frames;
  float* powers;
  uint64_t n;
  uint64_t max;
  uint32_t bands;
} Sink;

static void
take_frame(void* data, const Frame* frame)
{
  Sink* const sink = (Sink*)data;
  if (sink->n < sink->max) {
    memcpy(sink->frames + sink->n * sink->bands, frame->bands,
           sink->bands * sizeof(float));
    sink->powers[sink->n++] = frame->power;
  }
}

/// Frames [max_frames][bands] and powers [max_frames] of mono audio; returns
/// how many there are, 0 if a setting is impossible or memory is short
uint64_t
frontend_frames(const FrontEnd* settings,
                double rate,
                const float* in,
                uint64_t n_in,
                float* frames,
                float* powers,
                uint64_t max_frames)
{
  Framer* const framer = framer_new(settings, rate);
  Sink sink = {frames, powers, 0, max_frames, settings->bands};
  for (uint64_t at = 0; framer && at < n_in; at += FRAMER_BLOCK) {
    const uint64_t left = n_in - at;
    framer_feed(framer, in + at,
                left < FRAMER_BLOCK ? (uint32_t)left : FRAMER_BLOCK, take_frame,
                &sink);
  }
  framer_free(framer);
  return sink.n;
}

/// Gains[n] for frames of these powers[n] from the start of a stream; returns
/// n, or 0 if a setting is impossible or memory is short
uint64_t
frontend_gains(const LevelSettings* settings,
               double rate,
               const float* powers,
               uint64_t n,
               float* gains)
{
  Leveller* const leveller = leveller_new(settings, rate);
  for (uint64_t i = 0; leveller && i < n; ++i) {
    gains[i] = leveller_push(leveller, powers[i]);
  }
  const bool ok = leveller;
  leveller_free(leveller);
  return ok ? n : 0;
}
