// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tests/support/resamplers.h"

#include <stddef.h>

static const ResamplerBackend* const resamplers[] = {
#ifdef EARMARK_HAVE_SOXR
    &resampler_soxr,
#endif
#ifdef EARMARK_HAVE_SAMPLERATE
    &resampler_samplerate,
#endif
    NULL,
};

const ResamplerBackend*
resamplers_available(unsigned index)
{
  const unsigned n = sizeof(resamplers) / sizeof(resamplers[0]);
  return index < n ? resamplers[index] : NULL;
}
