// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_SIGNALS_H
#define EARMARK_SIGNALS_H

#include <stdint.h>

/// White noise in -level..level, the same for the same seed
void signal_noise(float* samples, uint32_t n, float level, uint64_t seed);

/// A sine of `hz`
void
signal_tone(float* samples, uint32_t n, double rate, double hz, float level);

/// Something like music: plucked chords over a bass and a beat, 120 a minute
void signal_music(float* samples, uint32_t n, double rate);

#endif
