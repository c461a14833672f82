// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tests/support/signals.h"

#include "tests/support/random.h"

#include <math.h>

#define TAU 6.28318530717958647692

void
signal_noise(float* samples, uint32_t n, float level, uint64_t seed)
{
  Random random = {seed};
  for (uint32_t i = 0; i < n; ++i) {
    samples[i] = random_uniform(&random, -level, level);
  }
}

void
signal_tone(float* samples, uint32_t n, double rate, double hz, float level)
{
  for (uint32_t i = 0; i < n; ++i) {
    samples[i] = level * (float)sin(TAU * hz * i / rate);
  }
}

void
signal_music(float* samples, uint32_t n, double rate)
{
  static const double chord[] = {1.0, 1.25, 1.5, 2.0};
  static const double roots[] = {220.0, 174.61, 261.63, 196.0};
  Random random = {7};
  for (uint32_t i = 0; i < n; ++i) {
    const double t = i / rate;
    const double beat = fmod(t, 0.5);
    const double root = roots[(int)(t / 2.0) % 4];
    double x = 0.25 * sin(TAU * root / 4.0 * t);
    for (int k = 0; k < 4; ++k) {
      for (int h = 1; h <= 6; ++h) {
        const double hz = root * chord[k] * h;
        x += 0.08 / h * exp(-4.0 * h * beat) * sin(TAU * hz * t);
      }
    }
    x += 0.3 * exp(-60.0 * beat) * (double)random_uniform(&random, -1.0f, 1.0f);
    samples[i] = (float)(0.6 * x);
  }
}
