// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "dsp/logmel.h"

#include "dsp/fft.h"
#include "dsp/loudness.h"
#include "dsp/melbank.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LANES 8u

struct LogMel {
  FrontEnd settings;
  MelBank* bank;
  const Fft* fft;
  float* hann;             ///< [window]
  float* samples;          ///< The frame's samples so far [window]
  uint32_t filled;         ///< How many of them there are
  float* windowed;         ///< FFT input [window]
  fftwf_complex* spectrum; ///< FFT output [window / 2 + 1]
  float* magnitude;        ///< [window / 2 + 1]
  float* weights;          ///< Of the loudness [window / 2 + 1]
};

static int
is_usable(const FrontEnd* s)
{
  return s->window >= 2 && s->window <= 1u << 16 && s->window % 2 == 0 &&
         s->hop >= 1 && s->hop <= s->window && s->bands >= 1 &&
         s->bands <= s->window && s->rate >= 1 && s->f_min >= 0.0f &&
         s->f_min < s->f_max && (double)s->f_max <= s->rate / 2.0 &&
         s->gain > 0.0f && isfinite(s->gain);
}

LogMel*
logmel_new(const FrontEnd* settings)
{
  LogMel* const logmel =
      is_usable(settings) ? (LogMel*)calloc(1, sizeof(LogMel)) : NULL;
  if (!logmel) {
    return NULL;
  }

  const uint32_t window = settings->window;
  const uint32_t n_bins = window / 2 + 1;
  logmel->settings = *settings;
  logmel->bank = melbank_new(settings);
  logmel->hann = (float*)calloc(window, sizeof(float));
  logmel->samples = (float*)calloc(window, sizeof(float));
  logmel->windowed = fftwf_alloc_real(window);
  logmel->spectrum = fftwf_alloc_complex(n_bins);
  logmel->magnitude = (float*)calloc(n_bins, sizeof(float));
  logmel->weights = (float*)calloc(n_bins, sizeof(float));
  logmel->fft = fft_acquire(window);
  if (!logmel->bank || !logmel->fft || !logmel->hann || !logmel->samples ||
      !logmel->windowed || !logmel->spectrum || !logmel->magnitude ||
      !logmel->weights) {
    logmel_free(logmel);
    return NULL;
  }

  loudness_weights(window, settings->rate, logmel->weights);
  const double pi = 3.14159265358979323846;
  for (uint32_t i = 0; i < window; ++i) {
    logmel->hann[i] = (float)(0.5 - 0.5 * cos(2.0 * pi * i / window));
  }
  return logmel;
}

void
logmel_free(LogMel* logmel)
{
  if (logmel) {
    fft_release(logmel->fft);
    free(logmel->weights);
    free(logmel->magnitude);
    fftwf_free(logmel->spectrum);
    fftwf_free(logmel->windowed);
    free(logmel->samples);
    free(logmel->hann);
    melbank_free(logmel->bank);
    free(logmel);
  }
}

void
logmel_reset(LogMel* logmel)
{
  logmel->filled = 0;
}

/// The K-weighted mean square of the frame's samples.  Sums in lanes, whose
/// order is fixed: compilers make vectors of them, and all the same bits.
static float
weigh_power(const LogMel* logmel)
{
  const uint32_t n = logmel->settings.window / 2 + 1;
  const float* const weights = logmel->weights;
  const float* const x = logmel->magnitude;
  float sums[LANES] = {0.0f};
  uint32_t k = 0;
  for (; k + LANES <= n; k += LANES) {
    for (uint32_t i = 0; i < LANES; ++i) {
      sums[i] += weights[k + i] * (x[k + i] * x[k + i]);
    }
  }
  float sum = 0.0f;
  for (; k < n; ++k) {
    sum += weights[k] * (x[k] * x[k]);
  }
  for (uint32_t i = 0; i < LANES; ++i) {
    sum += sums[i];
  }
  return sum;
}

static void
make_frame(LogMel* logmel, float* mel)
{
  const FrontEnd* const settings = &logmel->settings;
  for (uint32_t i = 0; i < settings->window; ++i) {
    logmel->windowed[i] = logmel->hann[i] * logmel->samples[i];
  }
  fft_run(logmel->fft, logmel->windowed, logmel->spectrum);
  for (uint32_t i = 0; i < settings->window / 2 + 1; ++i) {
    const float re = logmel->spectrum[i][0];
    const float im = logmel->spectrum[i][1];
    logmel->magnitude[i] = sqrtf(re * re + im * im);
  }
  melbank_apply(logmel->bank, logmel->magnitude, mel);
}

/// log10 of a number from 1 on, by 3 ulp at most off; in steps that compilers
/// vectorise, and the same on all machines, whatever their C library
static inline float
log10_of(float x)
{
  // x = 2^exponent (1 + f), with 1 + f from sqrt(1/2) to sqrt(2)
  uint32_t bits = 0;
  memcpy(&bits, &x, sizeof(bits));
  const int32_t exponent = (int32_t)(bits - 0x3F3504F3u) >> 23;
  bits -= (uint32_t)exponent << 23;
  float mantissa = 0.0f;
  memcpy(&mantissa, &bits, sizeof(mantissa));
  const float f = mantissa - 1.0f;

  // log(1 + f) = f - f^2 / 2 + f^3 p (as in Cephes)
  float p = 7.0376836292e-2f;
  p = p * f - 1.1514610310e-1f;
  p = p * f + 1.1676998740e-1f;
  p = p * f - 1.2420140846e-1f;
  p = p * f + 1.4249322787e-1f;
  p = p * f - 1.6668057665e-1f;
  p = p * f + 2.0000714765e-1f;
  p = p * f - 2.4999993993e-1f;
  p = p * f + 3.3333331174e-1f;
  const float square = f * f;
  const float rest = square * (f * p) - 0.5f * square;

  // log10(2) in two parts, of which the first times an exponent is exact
  const float log10_e = 4.3429449201e-1f;
  const float whole = (float)exponent;
  return whole * 3.0102920532e-1f +
         ((whole * 7.9034151668e-7f + rest * log10_e) + f * log10_e);
}

void
logmel_compress(const LogMel* logmel, float factor, float* mel, uint32_t n)
{
  const float gain = logmel->settings.gain * factor;
  for (uint32_t i = 0; i < n; ++i) {
    mel[i] = log10_of(1.0f + gain * mel[i]);
  }
}

bool
logmel_push(LogMel* logmel,
            const float* in,
            uint32_t n,
            uint32_t* used,
            float* mel,
            float* power)
{
  const uint32_t window = logmel->settings.window;
  const uint32_t missing = window - logmel->filled;
  *used = n < missing ? n : missing;
  memcpy(logmel->samples + logmel->filled, in, *used * sizeof(float));
  logmel->filled += *used;
  if (logmel->filled < window) {
    return false;
  }

  make_frame(logmel, mel);
  *power = weigh_power(logmel);
  logmel->filled -= logmel->settings.hop;
  memmove(logmel->samples, logmel->samples + logmel->settings.hop,
          logmel->filled * sizeof(float));
  return true;
}
