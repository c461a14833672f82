// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_OUTPUTS_H
#define EARMARK_OUTPUTS_H

#include "base/realtime.h"

#include <stdint.h>

/**
   What the control outputs show: tags, and scales after them, that follow the
   newest update smoothly, and the strongest of the tags.

   All values are finite and in 0..1.  [audio], but for what makes and frees it.
*/
typedef struct Outputs Outputs;

/// [setup] NULL if memory is short; `rate` in Hz
Outputs* outputs_new(uint32_t n_values, double rate);

/// [setup]
void outputs_free(Outputs* outputs);

/// [setup] Never take this value as the top tag
void outputs_set_unranked(Outputs* outputs, uint32_t value);

/// [setup] What a value is at rest, if not 0
void outputs_set_rest(Outputs* outputs, uint32_t value, float rest);

/// At rest: all tags 0, no top tag
EARMARK_REALTIME void outputs_reset(Outputs* outputs);

/// Where the values go from here, target[n_values], to be filled in by the
/// caller (anything that is no probability is taken as the nearest one, NaN as
/// 0)
EARMARK_REALTIME float* outputs_target(Outputs* outputs);

/// They go to their rest from here
EARMARK_REALTIME void outputs_rest(Outputs* outputs);

/// Move towards the target for `n_samples`; after `smoothing` seconds 63 % of
/// the way are done, at 0 all of it at once
EARMARK_REALTIME void
outputs_advance(Outputs* outputs, uint32_t n_samples, float smoothing);

/// values[n_values] as of now
EARMARK_REALTIME const float* outputs_values(const Outputs* outputs);

/**
   The strongest tag that is ranked as its number plus 1, or 0 for none.

   A tag must reach `threshold` to become the top tag.  It then stays until
   another that reaches the threshold too is ahead by more than `hysteresis`,
   or until it falls below the threshold by more than that.
*/
EARMARK_REALTIME uint32_t outputs_top(Outputs* outputs,
                                      float threshold,
                                      float hysteresis);

#endif
