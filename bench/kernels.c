// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#define _DEFAULT_SOURCE

#include "model/kernels/kernels.h"
#include "base/clock.h"
#include "bench/peak.h"
#include "bench/rows.h"
#include "model/arithmetic.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// The largest conv of the default network: 3 columns of 256 to 256 filters
#define N_IN (3u * 256u)
#define N_OUT 256u
#define STEP 256u
#define HEAVY                                                                  \
  100 /* Weights of which four are more than KERNELS_LIGHT_WEIGHTS */
#define LIGHT 50
#define TIMES 2000u
#define TRIES 7u

/// Multiply-accumulates a nanosecond of the conv kernel, the best of some tries
static double
conv_rate(const Kernels* kernels,
          const uint8_t* x,
          int8_t* w,
          int8_t weight,
          int32_t* acc)
{
  memset(w, weight, N_IN * N_OUT);
  const Weights weights = {w, N_IN, N_OUT, kernels_are_light(w, N_IN, N_OUT)};
  double best = HUGE_VAL;
  for (unsigned k = 0; k < TRIES; ++k) {
    const double start = cpu_seconds();
    for (unsigned i = 0; i < TIMES; ++i) {
      kernels->dot(acc, x, STEP, ARITHMETIC_COLUMNS, &weights);
    }
    best = fmin(best, cpu_seconds() - start);
  }
  return 1e-9 * TIMES * ARITHMETIC_COLUMNS * N_IN * N_OUT / best;
}

static double
peak_rate(const Peak* peak)
{
  double best = HUGE_VAL;
  for (unsigned k = 0; k < TRIES; ++k) {
    const double start = cpu_seconds();
    peak->run(PEAK_ROUNDS);
    best = fmin(best, cpu_seconds() - start);
  }
  return 1e-9 * PEAK_ROUNDS * peak->products / best;
}

void
rows_kernels(Report* report)
{
  int8_t* const w = (int8_t*)malloc(N_IN * N_OUT);
  uint8_t* const x = (uint8_t*)malloc(N_IN + ARITHMETIC_COLUMNS * (size_t)STEP);
  int32_t* const acc =
      (int32_t*)malloc(sizeof(int32_t) * ARITHMETIC_COLUMNS * N_OUT);
  double share = 0.0;
  for (unsigned i = 0; w && x && acc && kernels_available(i); ++i) {
    const Kernels* const kernels = kernels_available(i);
    const Peak* const peak = peak_of(kernels->name);
    memset(x, 100, N_IN + ARITHMETIC_COLUMNS * STEP);
    char name[64];
    snprintf(name, sizeof(name), "conv_rate_%s", kernels->name);
    const double rate = conv_rate(kernels, x, w, HEAVY, acc);
    report_add(report, name, rate, "GMAC/s");
    snprintf(name, sizeof(name), "conv_rate_light_%s", kernels->name);
    report_add(report, name, conv_rate(kernels, x, w, LIGHT, acc), "GMAC/s");
    if (peak) {
      const double most = peak_rate(peak);
      snprintf(name, sizeof(name), "peak_rate_%s", kernels->name);
      report_add(report, name, most, "GMAC/s");
      share = rate / most;
    }
  }
  if (share > 0.0) { // Of the best table
    report_add(report, "kernel_peak_share", share, "of the peak");
  }
  free(acc);
  free(x);
  free(w);
}
