// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/meter/loudness_meter.h"

#include "tools/watch/meter/signal_level.h"

#include <ebur128.h>
#include <math.h>
#include <stdlib.h>

#define BLOCK 512u /* Frames that are interleaved at a time */
#define MOMENTARY 0.4
#define SHORT_TERM 3.0

struct LoudnessMeter {
  ebur128_state* state; ///< NULL where nothing was heard since the span began
  uint32_t rate;
  uint32_t n_channels; ///< Of `state`
  bool has_true_peak;
  uint64_t n_heard; ///< Frames since the windows began
  float frames[2 * BLOCK];
};

static bool
make_state(LoudnessMeter* meter, uint32_t n_channels)
{
  const int mode = EBUR128_MODE_S | EBUR128_MODE_I | EBUR128_MODE_LRA |
                   EBUR128_MODE_HISTOGRAM |
                   (meter->has_true_peak ? EBUR128_MODE_TRUE_PEAK : 0);
  meter->n_heard = 0;
  meter->n_channels = n_channels;
  meter->state = ebur128_init(n_channels, meter->rate, mode);
  if (meter->state && n_channels == 1) {
    ebur128_set_channel(meter->state, 0, EBUR128_DUAL_MONO);
  }
  return meter->state;
}

LoudnessMeter*
loudness_meter_new(uint32_t rate, bool has_true_peak, Error* error)
{
  LoudnessMeter* const meter = (LoudnessMeter*)calloc(1, sizeof(LoudnessMeter));
  if (!meter) {
    error_set(error, ERROR_NO_MEMORY);
    return NULL;
  }
  meter->rate = rate;
  meter->has_true_peak = has_true_peak;
  if (!make_state(meter, 2)) {
    error_set(error, "no loudness meter for %u Hz", rate);
    free(meter);
    return NULL;
  }
  return meter;
}

void
loudness_meter_free(LoudnessMeter* meter)
{
  if (meter) {
    ebur128_destroy(&meter->state);
    free(meter);
  }
}

bool
loudness_meter_restart(LoudnessMeter* meter)
{
  const uint32_t n_channels = meter->n_channels;
  ebur128_destroy(&meter->state);
  return make_state(meter, n_channels);
}

/// Interleave a block and add it
static bool
push_block(LoudnessMeter* meter,
           const float* const* channels,
           uint32_t begin,
           uint32_t n)
{
  const uint32_t n_channels = meter->n_channels;
  for (uint32_t c = 0; c < n_channels; ++c) {
    for (uint32_t i = 0; i < n; ++i) {
      const float sample = channels[c][begin + i];
      meter->frames[i * n_channels + c] = isfinite(sample) ? sample : 0.0f;
    }
  }
  meter->n_heard += n;
  return !ebur128_add_frames_float(meter->state, meter->frames, n);
}

/// What is integrated goes on where the number of channels changes
static bool
fit_channels(LoudnessMeter* meter, uint32_t n_channels)
{
  if (!meter->state) {
    return make_state(meter, n_channels);
  }
  if (n_channels == meter->n_channels) {
    return true;
  }
  if (ebur128_change_parameters(meter->state, n_channels, meter->rate)) {
    return false;
  }
  meter->n_channels = n_channels;
  meter->n_heard = 0; // Its windows were emptied
  return n_channels != 1 ||
         !ebur128_set_channel(meter->state, 0, EBUR128_DUAL_MONO);
}

bool
loudness_meter_push(LoudnessMeter* meter,
                    const float* const* channels,
                    uint32_t n_channels,
                    uint32_t n)
{
  bool ok = fit_channels(meter, n_channels > 1 ? 2 : 1);
  for (uint32_t i = 0; ok && i < n; i += BLOCK) {
    ok = push_block(meter, channels, i, n - i < BLOCK ? n - i : BLOCK);
  }
  return ok;
}

static double
hold(double value, int code)
{
  if (code || isnan(value)) {
    return (double)NAN;
  }
  return fmax(value, LOUDNESS_FLOOR);
}

static bool
has_heard(const LoudnessMeter* meter, double seconds)
{
  return meter->state && (double)meter->n_heard >= seconds * meter->rate;
}

double
loudness_meter_momentary(LoudnessMeter* meter)
{
  double value = (double)NAN;
  const int code = has_heard(meter, MOMENTARY)
                       ? ebur128_loudness_momentary(meter->state, &value)
                       : 1;
  return hold(value, code);
}

double
loudness_meter_true_peak(LoudnessMeter* meter)
{
  if (!meter->has_true_peak) {
    return (double)NAN;
  }
  double peak = 0.0;
  for (uint32_t c = 0; c < meter->n_channels; ++c) {
    double value = 0.0;
    if (ebur128_prev_true_peak(meter->state, c, &value)) {
      return (double)NAN;
    }
    peak = fmax(peak, value);
  }
  return signal_level_decibels(peak * peak);
}

Loudness
loudness_meter_read(LoudnessMeter* meter)
{
  const double none = (double)NAN;
  Loudness loudness = {none, none, none, none};
  loudness.momentary = loudness_meter_momentary(meter);
  if (has_heard(meter, SHORT_TERM)) {
    double value = none;
    const int code = ebur128_loudness_shortterm(meter->state, &value);
    loudness.short_term = hold(value, code);
  }
  if (meter->state) {
    double value = none;
    int code = ebur128_loudness_global(meter->state, &value);
    loudness.integrated = isfinite(value) ? hold(value, code) : none;
    code = ebur128_loudness_range(meter->state, &value);
    loudness.range = code || !isfinite(loudness.integrated) ? none : value;
  }
  return loudness;
}
