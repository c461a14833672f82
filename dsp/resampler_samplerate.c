// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "dsp/resampler_backend.h"

#include <samplerate.h>
#include <stdlib.h>

// Of the library's converters the one that keeps libsoxr's band here: 80 %.
// Its aliases are 100 dB down (99 dB for 24 and 32 kHz).  MEDIUM keeps 90 % but
// lets through, at 92 dB, what lies next above half the new rate, and takes
// twice the time; BEST takes ten times.
#define CONVERTER SRC_SINC_FASTEST

typedef struct {
  SRC_STATE* state;
  double ratio; ///< Output rate over input rate
} Converter;

static void*
converter_new(double rate_in, double rate_out)
{
  int error = 0;
  Converter* const converter = (Converter*)calloc(1, sizeof(Converter));
  if (converter) {
    converter->ratio = rate_out / rate_in;
    converter->state = src_new(CONVERTER, 1, &error);
  }
  if (converter && !converter->state) {
    free(converter);
    return NULL;
  }
  return converter;
}

static void
converter_free(void* self)
{
  Converter* const converter = (Converter*)self;
  (void)src_delete(converter->state);
  free(converter);
}

/// Neither allocates nor frees: it clears the library's one buffer
static void
converter_reset(void* self)
{
  EARMARK_DISABLE_EFFECT_WARNINGS(void) src_reset(((Converter*)self)->state);
  EARMARK_RESTORE_EFFECT_WARNINGS
}

/// The library puts sample k at k / ratio by itself, each a sum over input that
/// does not depend on how it came; it takes all input unless `out` is full
static uint32_t
converter_process(void* self,
                  const float* in,
                  uint32_t n_in,
                  uint32_t* used,
                  float* out,
                  uint32_t n_out)
{
  Converter* const converter = (Converter*)self;
  SRC_DATA data = {.data_in = in,
                   .data_out = out,
                   .input_frames = (long)n_in,
                   .output_frames = (long)n_out,
                   .src_ratio = converter->ratio};
  *used = 0;
  // Its one buffer was made with it; from then on it only computes
  EARMARK_DISABLE_EFFECT_WARNINGS
  const int error = src_process(converter->state, &data);
  EARMARK_RESTORE_EFFECT_WARNINGS
  if (error) {
    return 0;
  }
  *used = (uint32_t)data.input_frames_used;
  return (uint32_t)data.output_frames_gen;
}

const ResamplerBackend resampler_samplerate = {
    "samplerate",    converter_new,   converter_free,
    converter_reset, converter_reset, converter_process};
