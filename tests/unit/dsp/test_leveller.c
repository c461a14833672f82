// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// The level follower: the gain undoes any change of volume, pauses leave it as
// it is, and nothing that may come in breaks it

#undef NDEBUG
#define _POSIX_C_SOURCE 200809L // base/clock.h

#include "dsp/leveller.h"
#include "dsp/loudness.h"
#include "tests/support/random.h"
#include "tests/support/random_shape.h"
#include "tests/support/run.h"

#include <assert.h>
#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#define RATE (22050.0 / 512.0)
#define WINDOW 129u /* frames of three seconds */

static Leveller*
new_leveller(void)
{
  const LevelSettings settings = shape_level();
  Leveller* const leveller = leveller_new(&settings, RATE);
  assert(leveller);
  return leveller;
}

static double
decibels(float gain)
{
  return 20.0 * log10((double)gain);
}

/// A frame of so many LUFS; returns the gain in dB
static double
push(Leveller* leveller, double lufs)
{
  return decibels(leveller_push(leveller, (float)loudness_power(lufs)));
}

/// The same for some seconds
static double
push_for(Leveller* leveller, double seconds, double lufs)
{
  double gain = 0.0;
  for (uint32_t i = 0; i < (uint32_t)(seconds * RATE); ++i) {
    gain = push(leveller, lufs);
  }
  return gain;
}

/// Like music: within 30 dB, most of the time
static float
random_power(Random* random)
{
  const float level = random_below(random, 8) ? 15.0f : 30.0f;
  return powf(10.0f, -1.0f - random_uniform(random, 0.0f, 0.1f * level));
}

static void
test_volume(void)
{
  static const float factors[] = {0.1f, 0.25f, 0.5f, 2.0f, 10.0f};
  for (size_t f = 0; f < sizeof(factors) / sizeof(factors[0]); ++f) {
    Leveller* const one = new_leveller();
    Leveller* const other = new_leveller();
    Random random = {f + 1};
    for (uint32_t i = 0; i < 3000; ++i) {
      const float power = random_power(&random);
      const float wanted = leveller_push(one, power) / factors[f];
      const float got = leveller_push(other, factors[f] * factors[f] * power);
      assert(fabsf(got - wanted) <= 1e-6f * wanted);
    }
    leveller_free(other);
    leveller_free(one);
  }
}

static void
test_target(void)
{
  Leveller* const leveller = new_leveller();
  for (int lufs = -64; lufs < 9; lufs += 4) {
    const double wanted = fmax(-30.0, fmin(40.0, -23.0 - lufs));
    leveller_reset(leveller);
    assert(fabs(push(leveller, lufs) - wanted) < 1e-5); // At once
    assert(fabs(push_for(leveller, 10.0, lufs) - wanted) < 1e-5);
  }
  leveller_free(leveller);
}

/// What is too soft does not count, before music, between it or after it
static void
test_gate(void)
{
  Leveller* const leveller = new_leveller();
  assert(push_for(leveller, 60.0, -65.1) == 0.0);
  const double gain = push_for(leveller, 5.0, -20.0);
  assert(fabs(gain + 3.0) < 1e-5);
  assert(push_for(leveller, 600.0, -65.1) == gain);
  assert(push_for(leveller, 60.0, -HUGE_VAL) == gain); // Digital silence
  assert(fabs(push(leveller, -20.0) - gain) < 1e-5);
  leveller_free(leveller);
}

/// Noise in a pause is not raised; if there is nothing but it for long, it is
/// what is to be heard, up to the limit
static void
test_pause(void)
{
  Leveller* const leveller = new_leveller();
  const double gain = push_for(leveller, 5.0, -15.0);
  assert(push_for(leveller, 2.0, -60.0) == gain); // 45 dB softer
  assert(fabs(push_for(leveller, 5.0, -15.0) - gain) < 1e-4);
  assert(push_for(leveller, 9.9, -60.0) == gain); // The peak fell 20 dB
  assert(push_for(leveller, 0.5, -60.0) > gain);
  assert(fabs(push_for(leveller, 3.0, -60.0) - 37.0) < 1e-4);
  assert(fabs(push_for(leveller, 300.0, -64.0) - 40.0) < 1e-4);
  leveller_free(leveller);
}

/// After a change within the range the level is the new one once the window is
/// past it; it never overshoots, and most of a rise is there in half a second
static void
test_change(void)
{
  for (int sign = -1; sign <= 1; sign += 2) {
    Leveller* const leveller = new_leveller();
    const double before = push_for(leveller, 5.0, -30.0);
    const double wanted = before - sign * 20.0;
    double last = before;
    for (uint32_t i = 0; i < WINDOW; ++i) {
      const double gain = push(leveller, -30.0 + sign * 20.0);
      assert(sign * (last - gain) > 0.0);
      assert(sign < 0 || i < RATE / 2.0 || gain - wanted < 8.0);
      last = gain;
    }
    assert(fabs(last - wanted) < 1e-4);
    leveller_free(leveller);
  }
}

/// The mean of the newest frames that count, from the rule alone
typedef struct {
  double counted[8000];
  uint32_t n;
  double peak;
} Rule;

static double
apply_rule(Rule* rule, const LevelSettings* s, float power)
{
  const double p = (double)power;
  rule->peak *= pow(10.0, -0.1 * (double)s->fall / RATE);
  rule->peak = fmax(rule->peak, p);
  if (p >= loudness_power((double)s->gate) &&
      p >= rule->peak * pow(10.0, -0.1 * (double)s->range)) {
    rule->counted[rule->n++] = p;
  }
  double sum = 0.0;
  uint32_t n = 0;
  for (; n < rule->n && n < WINDOW; ++n) {
    sum += rule->counted[rule->n - 1 - n];
  }
  const double gain = loudness_power((double)s->target) * n / sum;
  return n ? fmax(pow(10.0, 0.1 * (double)s->min_gain),
                  fmin(pow(10.0, 0.1 * (double)s->max_gain), gain))
           : 1.0;
}

/// Many times round the ring, with powers 130 dB apart: no error adds up
static void
test_ring(float range)
{
  static Rule rule;
  LevelSettings settings = shape_level();
  settings.gate = -120.0f;
  settings.range = range;
  settings.fall = 120.0f;
  settings.max_gain = 120.0f;
  Leveller* const leveller = leveller_new(&settings, RATE);
  Random random = {3};
  rule = (Rule){.n = 0};
  for (uint32_t i = 0; i < 8000; ++i) {
    const float exponent = random_uniform(&random, -11.5f, -10.5f);
    const bool loud = random_below(&random, 300) == 0;
    const float power = powf(10.0f, loud ? 2.0f : exponent);
    const double wanted = sqrt(apply_rule(&rule, &settings, power));
    const double got = (double)leveller_push(leveller, power);
    assert(fabs(got - wanted) <= 1e-4 * wanted);
  }
  leveller_free(leveller);
}

static void
test_reset(void)
{
  Leveller* const used = new_leveller();
  Leveller* const fresh = new_leveller();
  Random random = {8};
  for (uint32_t i = 0; i < 200; ++i) {
    leveller_push(used, random_power(&random));
  }
  leveller_reset(used);
  assert(leveller_push(used, 0.0f) == 1.0f);
  leveller_push(fresh, 0.0f);
  for (uint32_t i = 0; i < 500; ++i) {
    const float power = random_power(&random);
    assert(leveller_push(used, power) == leveller_push(fresh, power));
  }
  leveller_free(fresh);
  leveller_free(used);
}

static void
test_bad_powers(void)
{
  static const float bad[] = {NAN, INFINITY, -INFINITY, -1.0f, 0.0f, 1e-42f};
  Leveller* const leveller = new_leveller();
  for (uint32_t i = 0; i < 6; ++i) {
    assert(leveller_push(leveller, bad[i]) == 1.0f);
  }
  const float gain = leveller_push(leveller, 0.01f);
  for (uint32_t i = 0; i < 600; ++i) {
    assert(leveller_push(leveller, bad[i % 6]) == gain);
  }
  for (uint32_t i = 0; i < 2 * WINDOW; ++i) { // And what counts, but is absurd
    const double huge = decibels(leveller_push(leveller, FLT_MAX));
    assert(fabs(huge + 30.0) < 1e-5);
  }
  leveller_reset(leveller);
  assert(leveller_push(leveller, 0.01f) == gain);
  leveller_free(leveller);
}

static void
test_refusal(void)
{
  enum { N = 12 };
  LevelSettings bad[N];
  for (int i = 0; i < N; ++i) {
    bad[i] = shape_level();
  }
  bad[0].seconds = 0.0f;
  bad[1].seconds = 1e9f;
  bad[2].seconds = NAN;
  bad[3].target = NAN;
  bad[4].gate = INFINITY;
  bad[5].range = 0.0f;
  bad[6].range = NAN;
  bad[7].fall = -1.0f;
  bad[8].max_gain = -1.0f;
  bad[9].max_gain = INFINITY;
  bad[10].min_gain = 1.0f;
  bad[11].min_gain = NAN;
  for (int i = 0; i < N; ++i) {
    assert(!leveller_new(&bad[i], RATE));
  }
  LevelSettings shortest = shape_level();
  assert(!leveller_new(&shortest, 0.0) &&
         !leveller_new(&shortest, (double)NAN));
  shortest.seconds = 1e-3f; // Less than a frame
  Leveller* const leveller = leveller_new(&shortest, RATE);
  assert(leveller);
  for (int lufs = -40; lufs < -5; lufs += 3) {
    assert(fabs(push(leveller, lufs) - (-23.0 - lufs)) < 1e-4);
  }
  leveller_free(leveller);
  leveller_free(NULL);
}

int
main(void)
{
  RUN(test_volume());
  RUN(test_target());
  RUN(test_gate());
  RUN(test_pause());
  RUN(test_change());
  RUN(test_ring(120.0f));
  RUN(test_ring(40.0f));
  RUN(test_reset());
  RUN(test_bad_powers());
  RUN(test_refusal());
  return 0;
}
