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
                         uint64_t max_frames);

/// Where frames go
typedef struct {
  float* frames;
  uint64_t n;
  uint64_t max;
  uint32_t bands;
} Sink;

static void
take_frame(void* data, const float* frame)
{
  Sink* const sink = (Sink*)data;
  if (sink->n < sink->max) {
    memcpy(sink->frames + sink->n++ * sink->bands, frame,
           sink->bands * sizeof(float));
  }
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
  Framer* const framer = framer_new(settings, rate);
  Sink sink = {frames, 0, max_frames, settings->bands};
  for (uint64_t at = 0; framer && at < n_in; at += FRAMER_BLOCK) {
    const uint64_t left = n_in - at;
    framer_feed(framer, in + at,
                left < FRAMER_BLOCK ? (uint32_t)left : FRAMER_BLOCK, take_frame,
                &sink);
  }
  framer_free(framer);
  return sink.n;
}
