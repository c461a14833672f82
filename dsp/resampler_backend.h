// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_RESAMPLER_BACKEND_H
#define EARMARK_RESAMPLER_BACKEND_H

#include "base/realtime.h"
#include "dsp/resampler.h"

#include <stdint.h>

/**
   A library that converts, as a Resampler needs it.

   Rates are in range and not the same.  All else is as dsp/resampler.h says of
   the function of that name, threads included.
*/
typedef struct {
  const char* name; ///< As ./waf configure --resampler has it

  /// A converter, or NULL if memory is short
  void* (*make)(double rate_in, double rate_out);
  void (*free)(void* converter);
  void (*reset)(void* converter);
  EARMARK_REALTIME void (*forget)(void* converter);
  EARMARK_REALTIME uint32_t (*process)(void* converter,
                                       const float* in,
                                       uint32_t n_in,
                                       uint32_t* used,
                                       float* out,
                                       uint32_t n_out);
} ResamplerBackend;

// A build has those whose libraries it found, and links what it uses
extern const ResamplerBackend resampler_soxr;
extern const ResamplerBackend resampler_samplerate;

/// The one that resampler_new() takes; training takes libsoxr
#ifndef EARMARK_RESAMPLER
#define EARMARK_RESAMPLER resampler_soxr
#endif

/// [setup] As resampler_new(), with a library of choice
Resampler* resampler_new_with(const ResamplerBackend* backend,
                              double rate_in,
                              double rate_out);

#endif
