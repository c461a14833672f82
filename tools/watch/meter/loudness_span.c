// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/meter/loudness_span.h"

#include <math.h>
#include <string.h>

#define OFFSET (-0.691)        /* BS.1770: dB from energy to loudness */
#define GATE (-70.0)           /* LUFS; what is softer counts for nothing */
#define GATE_OF_INTEGRATED 0.1 /* -10 LU */
#define GATE_OF_RANGE 0.01     /* -20 LU */
#define LOW 0.1                /* Share of short-term values below the range */
#define HIGH 0.95              /* And up to its end */
#define SHORT_STEP 10u         /* Blocks between two that count for the range */

static double
loudness_of(double energy)
{
  return 10.0 * log10(energy) + OFFSET;
}

/// In the middle of a bin
static double
energy_of(uint32_t bin)
{
  return pow(10.0, (GATE + 0.05 + 0.1 * bin - OFFSET) / 10.0);
}

void
loudness_span_clear(LoudnessSpan* span)
{
  memset(span, 0, sizeof(*span));
}

void
loudness_span_break(LoudnessSpan* span)
{
  span->n_windows = 0;
}

void
loudness_span_restart(LoudnessSpan* span)
{
  span->n_span = 0;
  memset(span->gated, 0, sizeof(span->gated));
  memset(span->short_term, 0, sizeof(span->short_term));
}

/// Mean energy of the last `n` blocks
static double
mean_of(const LoudnessSpan* span, uint32_t n)
{
  double sum = 0.0;
  for (uint64_t i = span->n_windows - n; i < span->n_windows; ++i) {
    sum += span->blocks[i % LOUDNESS_SPAN_SHORT];
  }
  return sum / n;
}

static void
count(uint32_t* histogram, double energy)
{
  const double bin = 10.0 * (loudness_of(energy) - GATE);
  if (bin >= 0.0) { // Not so in silence
    ++histogram[bin < LOUDNESS_SPAN_BINS ? (uint32_t)bin
                                         : LOUDNESS_SPAN_BINS - 1];
  }
}

void
loudness_span_add(LoudnessSpan* span, double energy)
{
  span->blocks[span->n_windows % LOUDNESS_SPAN_SHORT] = energy;
  ++span->n_windows;
  ++span->n_span;
  const uint64_t n =
      span->n_windows < span->n_span ? span->n_windows : span->n_span;
  if (n >= LOUDNESS_SPAN_MOMENTARY) {
    count(span->gated, mean_of(span, LOUDNESS_SPAN_MOMENTARY));
  }
  if (n >= LOUDNESS_SPAN_SHORT && n % SHORT_STEP == 0) {
    count(span->short_term, mean_of(span, LOUDNESS_SPAN_SHORT));
  }
}

static double
window(const LoudnessSpan* span, uint32_t n)
{
  return span->n_windows < n ? (double)NAN : loudness_of(mean_of(span, n));
}

double
loudness_span_momentary(const LoudnessSpan* span)
{
  return window(span, LOUDNESS_SPAN_MOMENTARY);
}

double
loudness_span_short_term(const LoudnessSpan* span)
{
  return window(span, LOUDNESS_SPAN_SHORT);
}

/// How many values lie in the bins from `first` on, and their mean energy
static uint64_t
sum_up(const uint32_t* histogram, uint32_t first, double* mean)
{
  uint64_t n = 0;
  double sum = 0.0;
  for (uint32_t i = first; i < LOUDNESS_SPAN_BINS; ++i) {
    if (histogram[i]) {
      n += histogram[i];
      sum += histogram[i] * energy_of(i);
    }
  }
  *mean = n ? sum / (double)n : 0.0;
  return n;
}

/// The first bin that is not below a share of the mean
static uint32_t
find_gate(double mean, double share)
{
  const double bin = 10.0 * (loudness_of(share * mean) - GATE) - 0.5;
  return bin > 0.0 ? (uint32_t)fmin(ceil(bin), LOUDNESS_SPAN_BINS - 1.0) : 0u;
}

double
loudness_span_integrated(const LoudnessSpan* span)
{
  double mean = 0.0;
  if (!sum_up(span->gated, 0, &mean)) {
    return (double)NAN;
  }
  sum_up(span->gated, find_gate(mean, GATE_OF_INTEGRATED), &mean);
  return loudness_of(mean);
}

/// The bin of value number `rank` of those from `first` on
static uint32_t
find_rank(const uint32_t* histogram, uint32_t first, uint64_t rank)
{
  uint64_t n = 0;
  uint32_t bin = first;
  for (; bin < LOUDNESS_SPAN_BINS; ++bin) {
    n += histogram[bin];
    if (n > rank) {
      break;
    }
  }
  return bin;
}

double
loudness_span_range(const LoudnessSpan* span)
{
  double mean = 0.0;
  if (!sum_up(span->short_term, 0, &mean)) {
    return (double)NAN;
  }
  const uint32_t first = find_gate(mean, GATE_OF_RANGE);
  const double most = (double)sum_up(span->short_term, first, &mean) - 1.0;
  const uint64_t low = (uint64_t)(most * LOW + 0.5);
  const uint64_t high = (uint64_t)(most * HIGH + 0.5);
  return 0.1 * (find_rank(span->short_term, first, high) -
                find_rank(span->short_term, first, low));
}
