// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "dsp/resampler_backend.h"

#include <math.h>
#include <soxr.h>
#include <stdlib.h>
#include <string.h>

#define LOG2_BLOCK 9    ///< Of its transforms: short, so that samples come soon
#define MAX_BLOCK 1024u ///< Samples that it is given at once
#define PRIME_SECONDS 2.0  ///< Of silence, after which it allocates no more
#define FORGET_SECONDS 0.1 ///< Of silence, after which nothing rings on

typedef struct {
  soxr_t soxr;
  double rate_in;
  double ratio;    ///< Output rate over input rate
  uint64_t n_in;   ///< Samples that went in
  uint64_t n_out;  ///< Samples that came out
  uint64_t n_drop; ///< Of those to come, the first that are no music yet
  int is_full;     ///< Whether more waits inside than there was room for
} Converter;

static uint32_t
convert(Converter* converter,
        const float* in,
        uint32_t n_in,
        uint32_t* used,
        float* out,
        uint32_t n_out)
{
  size_t n_used = 0;
  size_t n_made = 0;
  // With its buffers made, libsoxr only computes
  EARMARK_DISABLE_EFFECT_WARNINGS
  const soxr_error_t error =
      soxr_process(converter->soxr, in, n_in, &n_used, out, n_out, &n_made);
  EARMARK_RESTORE_EFFECT_WARNINGS
  if (error) {
    return 0;
  }
  *used = (uint32_t)n_used;
  converter->n_in += n_used;
  converter->n_out += n_made;
  converter->is_full = n_made == n_out;
  return (uint32_t)n_made;
}

/// One step of converter_process(): fetch what waits inside, or else put more
/// in
static uint32_t
advance(Converter* converter,
        const float* in,
        uint32_t n_in,
        uint32_t* used,
        float* out,
        uint32_t n_out)
{
  const uint32_t room = converter->is_full ? 0 : MAX_BLOCK;
  const uint32_t n =
      convert(converter, in, n_in < room ? n_in : room, used, out, n_out);
  const uint32_t n_drop =
      converter->n_drop < n ? (uint32_t)converter->n_drop : n;
  converter->n_drop -= n_drop;
  memmove(out, out + n_drop, (n - n_drop) * sizeof(float));
  return n - n_drop;
}

static uint32_t
converter_process(void* self,
                  const float* in,
                  uint32_t n_in,
                  uint32_t* used,
                  float* out,
                  uint32_t n_out)
{
  Converter* const converter = (Converter*)self;
  uint32_t n_made = 0;
  *used = 0;
  while (n_made < n_out && (*used < n_in || converter->is_full)) {
    const int was_full = converter->is_full;
    uint32_t n_used = 0;
    n_made += advance(converter, in + *used, n_in - *used, &n_used,
                      out + n_made, n_out - n_made);
    *used += n_used;
    if (!n_used && !was_full) {
      break; // The converter failed
    }
  }
  return n_made;
}

/// Put silence in; what comes out from then on belongs to what follows it
static void
put_silence(Converter* converter, double seconds)
{
  const float silence[MAX_BLOCK] = {0.0f};
  float out[MAX_BLOCK];
  const double n_whole = floor(converter->rate_in * seconds);
  const uint64_t end = converter->n_in + (uint64_t)n_whole;
  converter->n_drop =
      (uint64_t)rint((double)end * converter->ratio) - converter->n_out;
  uint32_t used = 1;
  while (used && converter->n_in < end) {
    const uint64_t left = end - converter->n_in;
    const uint32_t n = left < MAX_BLOCK ? (uint32_t)left : MAX_BLOCK;
    converter_process(converter, silence, n, &used, out, MAX_BLOCK);
  }
}

static void
converter_free(void* self)
{
  Converter* const converter = (Converter*)self;
  soxr_delete(converter->soxr);
  free(converter);
}

static void*
converter_new(double rate_in, double rate_out)
{
  Converter* const converter = (Converter*)calloc(1, sizeof(Converter));
  if (!converter) {
    return NULL;
  }
  converter->rate_in = rate_in;
  converter->ratio = rate_out / rate_in;

  // Keeps 80 % of the band and rejects aliases by 110 dB
  const soxr_quality_spec_t quality = soxr_quality_spec(SOXR_LQ, 0);
  soxr_runtime_spec_t runtime = soxr_runtime_spec(1);
  runtime.log2_min_dft_size = LOG2_BLOCK;
  runtime.log2_large_dft_size = LOG2_BLOCK;
  soxr_error_t error = NULL;
  converter->soxr =
      soxr_create(rate_in, rate_out, 1, &error, NULL, &quality, &runtime);
  if (!converter->soxr || error) {
    converter_free(converter);
    return NULL;
  }
  put_silence(converter, PRIME_SECONDS);
  return converter;
}

static void
converter_reset(void* self)
{
  Converter* const converter = (Converter*)self;
  soxr_clear(converter->soxr);
  converter->n_in = 0;
  converter->n_out = 0;
  converter->is_full = 0;
  put_silence(converter, PRIME_SECONDS);
}

static void
converter_forget(void* self)
{
  put_silence((Converter*)self, FORGET_SECONDS);
}

const ResamplerBackend resampler_soxr = {"soxr",           converter_new,
                                         converter_free,   converter_reset,
                                         converter_forget, converter_process};
