// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _DEFAULT_SOURCE

#include "bench/timbre_time.h"

#include "base/clock.h"
#include "model/timbre.h"

#include <math.h>
#include <stdlib.h>

#define N_FRAMES 1024u
#define TRIES 5u

/// Frames of noise, several at a time as the stream has them
static double
once(const Network* network, const Arithmetic* arithmetic, Timbre* timbre)
{
  const uint32_t n_in = network->branches[0].levels[0].n_in;
  uint8_t* const columns =
      (uint8_t*)calloc(ARITHMETIC_COLUMNS, n_in * arithmetic->element_size);
  if (!columns) {
    return HUGE_VAL;
  }
  uint32_t noise = 1;
  double seconds = 0.0;
  for (uint32_t t = 0; t < N_FRAMES; t += ARITHMETIC_COLUMNS) {
    float frame[512];
    for (uint32_t c = 0; c < ARITHMETIC_COLUMNS; ++c) {
      for (uint32_t b = 0; b < network->front_end.bands; ++b) {
        noise = noise * 1664525u + 1013904223u;
        frame[b] = (float)(noise >> 8) * 0x2p-24f;
      }
      arithmetic->load(network, frame,
                       columns + c * n_in * arithmetic->element_size);
    }
    const double start = cpu_seconds();
    timbre_push(timbre, columns, ARITHMETIC_COLUMNS);
    seconds += cpu_seconds() - start;
  }
  free(columns);
  return seconds;
}

double
timbre_ns_per_frame(const Network* network, const Kernels* kernels)
{
  const Arithmetic* const arithmetic = arithmetic_for(network->precision);
  Timbre* const timbre = network->timbre.n_banks
                             ? timbre_new(network, arithmetic, kernels, 1300.0)
                             : NULL;
  double best = timbre ? HUGE_VAL : 0.0;
  for (unsigned i = 0; timbre && i < TRIES; ++i) {
    best = fmin(best, once(network, arithmetic, timbre));
  }
  timbre_free(timbre);
  return 1e9 * best / N_FRAMES;
}
