// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_FFT_H
#define EARMARK_FFT_H

#include "base/realtime.h"

#include <fftw3.h>

#include <stdint.h>

/// FFTW's plan for the spectrum of `size` real samples: one per size and
/// process, counted
typedef struct Fft Fft;

/// NULL if memory is short.  [any] but the audio thread: FFTW plans here,
/// guarded by a mutex so that several may do so at once.
const Fft* fft_acquire(uint32_t size);

/// [any] but the audio thread
void fft_release(const Fft* fft);

/// out[size / 2 + 1] from in[size], both from fftwf_alloc_...; in is lost.
/// [any], each with arrays of its own.
EARMARK_REALTIME void fft_run(const Fft* fft, float* in, fftwf_complex* out);

#endif
