// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "dsp/resampler.h"

#include <math.h>
#include <soxr.h>
#include <stdlib.h>
#include <string.h>

#define LOG2_BLOCK 9    ///< Of its transforms: short, so that samples come soon
#define MAX_BLOCK 1024u ///< Samples that it is given at once
#define PRIME_SECONDS 2.0  ///< Of silence, after which it allocates no more
#define FORGET_SECONDS 0.1 ///< Of silence, after which nothing rings on

struct Resampler {
  soxr_t converter; ///< NULL when the rates are equal
  double rate_in;
  double ratio;    ///< Output rate over input rate
  uint64_t n_in;   ///< Samples that went in
  uint64_t n_out;  ///< Samples that came out
  uint64_t n_drop; ///< Of those to come, the first that are no music yet
  int is_full;     ///< Whether more waits inside than there was room for
};

static int
is_usable(double rate)
{
  return rate >= RESAMPLER_MIN_RATE && rate <= RESAMPLER_MAX_RATE;
}

static uint32_t
convert(Resampler* resampler,
        const float* in,
        uint32_t n_in,
        uint32_t* used,
        float* out,
        uint32_t n_out)
{
  size_t n_used = 0;
  size_t n_made = 0;
  if (soxr_process(resampler->converter, in, n_in, &n_used, out, n_out,
                   &n_made)) {
    return 0;
  }
  *used = (uint32_t)n_used;
  resampler->n_in += n_used;
  resampler->n_out += n_made;
  resampler->is_full = n_made == n_out;
  return (uint32_t)n_made;
}

/// One step of resampler_process(): fetch what waits inside, or else put more
/// in
static uint32_t
advance(Resampler* resampler,
        const float* in,
        uint32_t n_in,
        uint32_t* used,
        float* out,
        uint32_t n_out)
{
  const uint32_t room = resampler->is_full ? 0 : MAX_BLOCK;
  const uint32_t n =
      convert(resampler, in, n_in < room ? n_in : room, used, out, n_out);
  const uint32_t n_drop =
      resampler->n_drop < n ? (uint32_t)resampler->n_drop : n;
  resampler->n_drop -= n_drop;
  memmove(out, out + n_drop, (n - n_drop) * sizeof(float));
  return n - n_drop;
}

/// Put silence in; what comes out from then on belongs to what follows it
static void
put_silence(Resampler* resampler, double seconds)
{
  const float silence[MAX_BLOCK] = {0.0f};
  float out[MAX_BLOCK];
  const double n_whole = floor(resampler->rate_in * seconds);
  const uint64_t end = resampler->n_in + (uint64_t)n_whole;
  resampler->n_drop =
      (uint64_t)rint((double)end * resampler->ratio) - resampler->n_out;
  uint32_t used = 1;
  while (used && resampler->n_in < end) {
    const uint64_t left = end - resampler->n_in;
    const uint32_t n = left < MAX_BLOCK ? (uint32_t)left : MAX_BLOCK;
    resampler_process(resampler, silence, n, &used, out, MAX_BLOCK);
  }
}

Resampler*
resampler_new(double rate_in, double rate_out)
{
  if (!is_usable(rate_in) || !is_usable(rate_out)) {
    return NULL;
  }
  Resampler* const resampler = (Resampler*)calloc(1, sizeof(Resampler));
  if (!resampler || rate_in == rate_out) {
    return resampler;
  }
  resampler->rate_in = rate_in;
  resampler->ratio = rate_out / rate_in;

  // Keeps 80 % of the band and rejects aliases by 110 dB; `./waf bench` has the
  // table that it was chosen by
  const soxr_quality_spec_t quality = soxr_quality_spec(SOXR_LQ, 0);
  soxr_runtime_spec_t runtime = soxr_runtime_spec(1);
  runtime.log2_min_dft_size = LOG2_BLOCK;
  runtime.log2_large_dft_size = LOG2_BLOCK;
  soxr_error_t error = NULL;
  resampler->converter =
      soxr_create(rate_in, rate_out, 1, &error, NULL, &quality, &runtime);
  if (!resampler->converter || error) {
    resampler_free(resampler);
    return NULL;
  }
  put_silence(resampler, PRIME_SECONDS);
  return resampler;
}

void
resampler_free(Resampler* resampler)
{
  if (resampler) {
    soxr_delete(resampler->converter);
    free(resampler);
  }
}

void
resampler_reset(Resampler* resampler)
{
  if (resampler->converter) {
    soxr_clear(resampler->converter);
    resampler->n_in = 0;
    resampler->n_out = 0;
    resampler->is_full = 0;
    put_silence(resampler, PRIME_SECONDS);
  }
}

void
resampler_forget(Resampler* resampler)
{
  if (resampler->converter) {
    put_silence(resampler, FORGET_SECONDS);
  }
}

uint32_t
resampler_process(Resampler* resampler,
                  const float* in,
                  uint32_t n_in,
                  uint32_t* used,
                  float* out,
                  uint32_t n_out)
{
  if (!resampler->converter) {
    const uint32_t n = n_in < n_out ? n_in : n_out;
    memcpy(out, in, n * sizeof(float));
    *used = n;
    return n;
  }

  uint32_t n_made = 0;
  *used = 0;
  while (n_made < n_out && (*used < n_in || resampler->is_full)) {
    const int was_full = resampler->is_full;
    uint32_t n_used = 0;
    n_made += advance(resampler, in + *used, n_in - *used, &n_used,
                      out + n_made, n_out - n_made);
    *used += n_used;
    if (!n_used && !was_full) {
      break; // The converter failed
    }
  }
  return n_made;
}
