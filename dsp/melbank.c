// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "dsp/melbank.h"

#include <math.h>
#include <stdlib.h>

/// The bins where a band's weight is not 0
typedef struct {
  uint32_t first;
  uint32_t count;
  uint32_t weights; ///< Index of the first one's weight
} Band;

struct MelBank {
  uint32_t n_bands;
  Band* bands;
  float* weights;
};

// Slaney's scale: linear to 1 kHz (15 mel), then logarithmic, 27 mel to the
// factor 6.4
#define LINEAR_HZ_PER_MEL (200.0 / 3.0)
#define BREAK_HZ 1000.0
#define BREAK_MEL 15.0
#define LOG_STEP (log(6.4) / 27.0)

static double
mel_from_hz(double hz)
{
  return hz < BREAK_HZ ? hz / LINEAR_HZ_PER_MEL
                       : BREAK_MEL + log(hz / BREAK_HZ) / LOG_STEP;
}

static double
hz_from_mel(double mel)
{
  return mel < BREAK_MEL ? mel * LINEAR_HZ_PER_MEL
                         : BREAK_HZ * exp((mel - BREAK_MEL) * LOG_STEP);
}

/// Edge `i` of bands + 2: band b rises from edge b to b + 1 and falls to b + 2
static double
edge_hz(const FrontEnd* settings, uint32_t i)
{
  const double low = mel_from_hz((double)settings->f_min);
  const double high = mel_from_hz((double)settings->f_max);
  return hz_from_mel(low + (high - low) * i / (settings->bands + 1));
}

/// Of the band that rises and falls over these edges
static double
weight_at(const double* edges, double hz)
{
  const double rising = (hz - edges[0]) / (edges[1] - edges[0]);
  const double falling = (edges[2] - hz) / (edges[2] - edges[1]);
  const double height = fmin(rising, falling);
  return height > 0.0 ? height * 2.0 / (edges[2] - edges[0]) : 0.0;
}

/// Lay out the bands one after another; fills in weights if there are any.
/// Returns how many weights there are.
static uint32_t
lay_out(MelBank* bank, const FrontEnd* settings)
{
  const uint32_t n_bins = settings->window / 2 + 1;
  uint32_t n = 0;
  for (uint32_t b = 0; b < bank->n_bands; ++b) {
    Band* const band = &bank->bands[b];
    const double edges[] = {edge_hz(settings, b), edge_hz(settings, b + 1),
                            edge_hz(settings, b + 2)};
    *band = (Band){0, 0, n};
    for (uint32_t bin = 0; bin < n_bins; ++bin) {
      const double hz = (double)bin * settings->rate / settings->window;
      const double weight = weight_at(edges, hz);
      if (weight > 0.0) {
        band->first = band->count ? band->first : bin;
        ++band->count;
        if (bank->weights) {
          bank->weights[n] = (float)weight;
        }
        ++n;
      }
    }
  }
  return n;
}

MelBank*
melbank_new(const FrontEnd* settings)
{
  MelBank* const bank = (MelBank*)calloc(1, sizeof(MelBank));
  if (!bank) {
    return NULL;
  }

  bank->n_bands = settings->bands;
  bank->bands = (Band*)calloc(settings->bands, sizeof(Band));
  if (bank->bands) {
    const uint32_t n = lay_out(bank, settings);
    bank->weights = (float*)calloc(n ? n : 1, sizeof(float));
  }
  if (!bank->weights) {
    melbank_free(bank);
    return NULL;
  }
  lay_out(bank, settings);
  return bank;
}

void
melbank_free(MelBank* bank)
{
  if (bank) {
    free(bank->weights);
    free(bank->bands);
    free(bank);
  }
}

void
melbank_apply(const MelBank* bank, const float* magnitude, float* mel)
{
  for (uint32_t b = 0; b < bank->n_bands; ++b) {
    const Band* const band = &bank->bands[b];
    const float* const x = magnitude + band->first;
    const float* const w = bank->weights + band->weights;
    float sum = 0.0f;
    for (uint32_t i = 0; i < band->count; ++i) {
      sum += w[i] * x[i];
    }
    mel[b] = sum;
  }
}
