// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_LOUDNESS_SPAN_H
#define EARMARK_LOUDNESS_SPAN_H

#include <stdint.h>

#define LOUDNESS_SPAN_BINS 1000u   /* Of 0.1 LU, from -70 LUFS on */
#define LOUDNESS_SPAN_MOMENTARY 4u /* Blocks of 100 ms */
#define LOUDNESS_SPAN_SHORT 30u

/**
   What EBU R128 makes of the energies of blocks of 100 ms, one after the other:
   momentary and short-term loudness, and, over a span, integrated loudness
   (ITU-R BS.1770, gated) and loudness range (EBU Tech 3342), by histograms.  So
   it needs no audio, and no time for what lies back.  For one thread.
*/
typedef struct {
  double blocks[LOUDNESS_SPAN_SHORT];      ///< Energies, in a ring
  uint64_t n_windows;                      ///< Blocks since the windows began
  uint64_t n_span;                         ///< Blocks since the span began
  uint32_t gated[LOUDNESS_SPAN_BINS];      ///< Momentary, every 100 ms
  uint32_t short_term[LOUDNESS_SPAN_BINS]; ///< Every second
} LoudnessSpan;

/// Nothing is known
void loudness_span_clear(LoudnessSpan* span);

/// The windows begin anew, the span goes on
void loudness_span_break(LoudnessSpan* span);

/// A new span; the windows go on
void loudness_span_restart(LoudnessSpan* span);

/// Add a block: the energy of K-weighted samples, of all channels
void loudness_span_add(LoudnessSpan* span, double energy);

// In LUFS or LU; -INFINITY for no sound, NaN where too little was heard

double loudness_span_momentary(const LoudnessSpan* span);
double loudness_span_short_term(const LoudnessSpan* span);
double loudness_span_integrated(const LoudnessSpan* span);
double loudness_span_range(const LoudnessSpan* span);

#endif
