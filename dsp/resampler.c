// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "dsp/resampler.h"

#include "dsp/resampler_backend.h"

#include <stdlib.h>
#include <string.h>

struct Resampler {
  const ResamplerBackend* backend;
  void* converter; ///< NULL when the rates are equal
};

static int
is_usable(double rate)
{
  return rate >= RESAMPLER_MIN_RATE && rate <= RESAMPLER_MAX_RATE;
}

Resampler*
resampler_new_with(const ResamplerBackend* backend,
                   double rate_in,
                   double rate_out)
{
  if (!is_usable(rate_in) || !is_usable(rate_out)) {
    return NULL;
  }
  Resampler* const resampler = (Resampler*)calloc(1, sizeof(Resampler));
  if (!resampler || rate_in == rate_out) {
    return resampler;
  }
  resampler->backend = backend;
  resampler->converter = backend->make(rate_in, rate_out);
  if (!resampler->converter) {
    resampler_free(resampler);
    return NULL;
  }
  return resampler;
}

Resampler*
resampler_new(double rate_in, double rate_out)
{
  return resampler_new_with(&EARMARK_RESAMPLER, rate_in, rate_out);
}

void
resampler_free(Resampler* resampler)
{
  if (resampler && resampler->converter) {
    resampler->backend->free(resampler->converter);
  }
  free(resampler);
}

void
resampler_reset(Resampler* resampler)
{
  if (resampler->converter) {
    resampler->backend->reset(resampler->converter);
  }
}

void
resampler_forget(Resampler* resampler)
{
  if (resampler->converter) {
    resampler->backend->forget(resampler->converter);
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
  if (resampler->converter) {
    return resampler->backend->process(resampler->converter, in, n_in, used,
                                       out, n_out);
  }
  const uint32_t n = n_in < n_out ? n_in : n_out;
  memcpy(out, in, n * sizeof(float));
  *used = n;
  return n;
}
