// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "dsp/leveller.h"

#include "dsp/loudness.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#define MAX_FRAMES 1e6

struct Leveller {
  double target;   ///< Power
  double gate;     ///< Power
  double range;    ///< Power ratio
  double fall;     ///< Factor of the peak, from frame to frame
  double max_gain; ///< Power ratio
  double min_gain; ///< Power ratio
  float* powers;   ///< The newest that count [capacity], a ring
  uint32_t capacity;
  uint32_t n;    ///< How many there are
  uint32_t next; ///< Where the next goes
  double sum;    ///< Of them
  double fresh;  ///< Of those since the ring's beginning
  double peak;   ///< Recent, falling; no less than the gate
  float gain;    ///< As it is
};

static bool
is_usable(const LevelSettings* s, double rate)
{
  return rate > 0.0 && s->seconds > 0.0f &&
         (double)s->seconds * rate <= MAX_FRAMES && isfinite(s->target) &&
         isfinite(s->gate) && s->range > 0.0f && isfinite(s->range) &&
         s->fall >= 0.0f && isfinite(s->fall) && s->max_gain >= 0.0f &&
         isfinite(s->max_gain) && s->min_gain <= 0.0f && isfinite(s->min_gain);
}

static double
ratio(double decibels)
{
  return pow(10.0, 0.1 * decibels);
}

Leveller*
leveller_new(const LevelSettings* settings, double rate)
{
  Leveller* const leveller =
      is_usable(settings, rate) ? (Leveller*)calloc(1, sizeof(Leveller)) : NULL;
  if (!leveller) {
    return NULL;
  }
  const uint32_t n = (uint32_t)rint((double)settings->seconds * rate);
  leveller->target = loudness_power((double)settings->target);
  leveller->gate = loudness_power((double)settings->gate);
  leveller->range = ratio(-(double)settings->range);
  leveller->fall = ratio(-(double)settings->fall / rate);
  leveller->max_gain = ratio((double)settings->max_gain);
  leveller->min_gain = ratio((double)settings->min_gain);
  leveller->capacity = n ? n : 1;
  leveller->powers = (float*)calloc(leveller->capacity, sizeof(float));
  if (!leveller->powers) {
    leveller_free(leveller);
    return NULL;
  }
  leveller_reset(leveller);
  return leveller;
}

void
leveller_free(Leveller* leveller)
{
  if (leveller) {
    free(leveller->powers);
    free(leveller);
  }
}

void
leveller_reset(Leveller* leveller)
{
  leveller->n = 0;
  leveller->next = 0;
  leveller->sum = 0.0;
  leveller->fresh = 0.0;
  leveller->peak = leveller->gate;
  leveller->gain = 1.0f;
}

/// Let a frame take the oldest one's place.  Rounding errors of the running sum
/// do not add up: at the ring's end it becomes one in which none was taken
/// away.
EARMARK_REALTIME static void
count_frame(Leveller* leveller, float power)
{
  float* const place = &leveller->powers[leveller->next];
  if (leveller->n == leveller->capacity) {
    leveller->sum -= (double)*place;
  } else {
    ++leveller->n;
  }
  *place = power;
  leveller->sum += (double)power;
  leveller->fresh += (double)power;
  if (++leveller->next == leveller->capacity) {
    leveller->next = 0;
    leveller->sum = leveller->fresh;
    leveller->fresh = 0.0;
  }
}

EARMARK_REALTIME static float
find_gain(const Leveller* leveller)
{
  // Gates far below what 16 bits hold leave the mean near nothing, or at it
  const double level = fmax(leveller->sum / leveller->n, 1e-30);
  const double gain = leveller->target / level;
  return (float)sqrt(fmax(leveller->min_gain, fmin(leveller->max_gain, gain)));
}

float
leveller_push(Leveller* leveller, float power)
{
  const double p = (double)power;
  const double fallen = leveller->peak * leveller->fall;
  if (!isfinite(power)) {
    return leveller->gain;
  }
  // What is within the range of the gate need not fall on, and not to denormals
  leveller->peak = fmax(p, fmax(fallen, leveller->gate));
  if (p >= leveller->gate && p >= leveller->peak * leveller->range) {
    count_frame(leveller, power);
    leveller->gain = find_gain(leveller);
  }
  return leveller->gain;
}
