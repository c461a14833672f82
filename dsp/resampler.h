// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_RESAMPLER_H
#define EARMARK_RESAMPLER_H

#include "base/realtime.h"

#include <stdint.h>

#define RESAMPLER_MIN_RATE 8000.0
#define RESAMPLER_MAX_RATE 384000.0

/**
   Mono streaming sample-rate converter (libsoxr).

   Output sample k is the input at k * rate_in / rate_out: the converter's
   look-ahead delays when a sample comes out, not where it stands.
*/
typedef struct Resampler Resampler;

/// NULL if a rate is outside the range above (or NaN), or memory is short
Resampler* resampler_new(double rate_in, double rate_out);

void resampler_free(Resampler* resampler);

/// Back to the state of a new one, to the bit; may allocate
void resampler_reset(Resampler* resampler);

/// Forget the past without allocating.  Samples then stand where they do after
/// a reset within half an output sample.
EARMARK_REALTIME void resampler_forget(Resampler* resampler);

/**
   Convert a stretch of the stream; does not allocate.

   Writes at most `n_out` samples to `out` and returns how many; stores in
   `used` how many of the `n_in` samples were consumed.  Call again with the
   rest until all are used and less than `n_out` samples come back.  The output
   does not depend on how the stream is cut up.
*/
EARMARK_REALTIME uint32_t resampler_process(Resampler* resampler,
                                            const float* in,
                                            uint32_t n_in,
                                            uint32_t* used,
                                            float* out,
                                            uint32_t n_out);

#endif
