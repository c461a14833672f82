// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_RESAMPLER_H
#define EARMARK_RESAMPLER_H

#include "base/realtime.h"

#include <stdint.h>

#define RESAMPLER_MIN_RATE 8000.0
#define RESAMPLER_MAX_RATE 384000.0

/**
   Mono streaming sample-rate converter: libsoxr or libsamplerate, as the build
   was configured (dsp/resampler_backend.h has both).

   Output sample k is the input at k * rate_in / rate_out: the converter's
   look-ahead delays when a sample comes out, not where it stands.  (libsoxr's
   may stand up to half an output sample off if a rate is not a whole number.)

   [work], but for what makes, frees and resets it.
*/
typedef struct Resampler Resampler;

/// [setup] NULL if a rate is outside the range above (or NaN), or memory is
/// short
Resampler* resampler_new(double rate_in, double rate_out);

/// [setup]
void resampler_free(Resampler* resampler);

/// [setup] Back to the state of a new one, to the bit; may allocate
void resampler_reset(Resampler* resampler);

/// Forget the past without allocating.  Samples then stand where they do after
/// a reset within half an output sample.
EARMARK_REALTIME void resampler_forget(Resampler* resampler);

/**
   Convert a stretch of the stream; `in` and `out` do not overlap.

   Writes at most `n_out` samples to `out` and returns how many; stores in
   `used` how many of the `n_in` samples were consumed.  Call again with the
   rest until all are used and less than `n_out` samples come back.  The output
   does not depend on how the stream is cut up.  0 and 0 if the library failed.
*/
EARMARK_REALTIME uint32_t resampler_process(Resampler* resampler,
                                            const float* in,
                                            uint32_t n_in,
                                            uint32_t* used,
                                            float* out,
                                            uint32_t n_out);

#endif
