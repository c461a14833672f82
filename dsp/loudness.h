// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_LOUDNESS_H
#define EARMARK_LOUDNESS_H

#include <stdint.h>

/// [setup] weights[window / 2 + 1] of an FFT's bins |X|^2, whose sum is then
/// the K-weighted mean square (ITU-R BS.1770) of the samples under a Hann
/// window of that length, at `rate` Hz
void loudness_weights(uint32_t window, double rate, float* weights);

/// [any] The mean square that is so many LUFS, for one channel
double loudness_power(double lufs);

#endif
