// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_MELBANK_H
#define EARMARK_MELBANK_H

#include "base/realtime.h"
#include "dsp/logmel.h"

/**
   Triangular filters, equally spaced on the Slaney mel scale and normalised to
   equal area, as a sparse matrix: most weights are 0.
*/
typedef struct MelBank MelBank;

/// [setup] NULL if memory is short
MelBank* melbank_new(const FrontEnd* settings);

/// [setup]
void melbank_free(MelBank* bank);

/// mel[bands] from the magnitudes of window / 2 + 1 FFT bins.  [any]
EARMARK_REALTIME void
melbank_apply(const MelBank* bank, const float* magnitude, float* mel);

#endif
