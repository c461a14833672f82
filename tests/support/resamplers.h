// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_RESAMPLERS_H
#define EARMARK_RESAMPLERS_H

#include "dsp/resampler_backend.h"

/// The resamplers that this build has, libsoxr's first; NULL after the last
const ResamplerBackend* resamplers_available(unsigned index);

#endif
