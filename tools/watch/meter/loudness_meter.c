// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/watch/meter/loudness_meter.h"

#include "tools/watch/meter/loudness_span.h"
#include "tools/watch/meter/signal_level.h"

#include <ebur128.h>
#include <math.h>
#include <stdlib.h>

#define BLOCK 512u /* Frames that are interleaved at a time */
#define STEP 100u  /* Milliseconds whose energy the library is asked for */

/// The library weights, and sums up energy and true peaks; the rest is made of
/// that, which takes a third of the time and a tenth of the memory
struct LoudnessMeter {
  ebur128_state* state;
  uint32_t rate;
  uint32_t n_channels; ///< Of `state`
  bool has_true_peak;
  double true_peak;  ///< Of what was pushed last
  uint32_t n_step;   ///< Frames of a step
  uint32_t n_pushed; ///< Frames of the step so far
  LoudnessSpan span;
  float frames[2 * BLOCK];
};

static bool
is_mono_set(const LoudnessMeter* meter)
{
  return meter->n_channels != 1 ||
         !ebur128_set_channel(meter->state, 0, EBUR128_DUAL_MONO);
}

LoudnessMeter*
loudness_meter_new(uint32_t rate, bool has_true_peak, Error* error)
{
  LoudnessMeter* const meter = (LoudnessMeter*)calloc(1, sizeof(LoudnessMeter));
  if (!meter) {
    error_set(error, ERROR_NO_MEMORY);
    return NULL;
  }
  const int mode =
      EBUR128_MODE_M | (has_true_peak ? EBUR128_MODE_TRUE_PEAK : 0);
  *meter = (LoudnessMeter){.state = ebur128_init(2, rate, mode),
                           .rate = rate,
                           .n_channels = 2,
                           .has_true_peak = has_true_peak,
                           .n_step = rate * STEP / 1000u};
  if (!meter->state) {
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

void
loudness_meter_restart(LoudnessMeter* meter)
{
  loudness_span_restart(&meter->span);
}

/// The highest of what was added last, as a factor
static void
look_at_peak(LoudnessMeter* meter)
{
  for (uint32_t c = 0; meter->has_true_peak && c < meter->n_channels; ++c) {
    double value = 0.0;
    ebur128_prev_true_peak(meter->state, c, &value);
    meter->true_peak = fmax(meter->true_peak, value);
  }
}

static void
end_step(LoudnessMeter* meter)
{
  double loudness = 0.0;
  meter->n_pushed = 0;
  if (!ebur128_loudness_window(meter->state, STEP, &loudness)) {
    loudness_span_add(&meter->span, pow(10.0, (loudness + 0.691) / 10.0));
  }
}

/// Interleave a block within a step, and add it
static bool
push_block(LoudnessMeter* meter,
           const float* const* channels,
           uint32_t begin,
           uint32_t n)
{
  const uint32_t n_channels = meter->n_channels;
  for (uint32_t c = 0; c < n_channels; ++c) {
    const float* const samples = channels[c] + begin;
    for (uint32_t i = 0; i < n; ++i) {
      meter->frames[i * n_channels + c] =
          isfinite(samples[i]) ? samples[i] : 0.0f;
    }
  }
  if (ebur128_add_frames_float(meter->state, meter->frames, n)) {
    return false;
  }
  look_at_peak(meter);
  meter->n_pushed += n;
  if (meter->n_pushed == meter->n_step) {
    end_step(meter);
  }
  return true;
}

/// What is integrated goes on where the number of channels changes
static bool
fit_channels(LoudnessMeter* meter, uint32_t n_channels)
{
  if (n_channels == meter->n_channels) {
    return true;
  }
  if (ebur128_change_parameters(meter->state, n_channels, meter->rate)) {
    return false;
  }
  meter->n_channels = n_channels;
  meter->n_pushed = 0; // The library's windows were emptied
  loudness_span_break(&meter->span);
  return is_mono_set(meter);
}

bool
loudness_meter_push(LoudnessMeter* meter,
                    const float* const* channels,
                    uint32_t n_channels,
                    uint32_t n)
{
  bool ok = fit_channels(meter, n_channels > 1 ? 2 : 1);
  meter->true_peak = 0.0;
  for (uint32_t i = 0; ok && i < n;) {
    const uint32_t left = meter->n_step - meter->n_pushed;
    uint32_t size = n - i < BLOCK ? n - i : BLOCK;
    size = size < left ? size : left;
    ok = push_block(meter, channels, i, size);
    i += size;
  }
  return ok;
}

static double
hold(double value)
{
  return isnan(value) ? value : fmax(value, LOUDNESS_FLOOR);
}

double
loudness_meter_momentary(const LoudnessMeter* meter)
{
  return hold(loudness_span_momentary(&meter->span));
}

double
loudness_meter_true_peak(const LoudnessMeter* meter)
{
  return meter->has_true_peak
             ? signal_level_decibels(meter->true_peak * meter->true_peak)
             : (double)NAN;
}

Loudness
loudness_meter_read(const LoudnessMeter* meter)
{
  const LoudnessSpan* const span = &meter->span;
  return (Loudness){.momentary = hold(loudness_span_momentary(span)),
                    .short_term = hold(loudness_span_short_term(span)),
                    .integrated = hold(loudness_span_integrated(span)),
                    .range = loudness_span_range(span)};
}
