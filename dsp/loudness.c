// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "dsp/loudness.h"

#include <math.h>

#define OFFSET (-0.691) /* LUFS of a mean square of 1 */
#define FILTER_RATE 48000.0

static const double pi = 3.14159265358979323846;

/// One of BS.1770's filters, whose coefficients are for FILTER_RATE
typedef struct {
  double b[3];
  double a[3];
} Section;

static const Section sections[] = {
    {{1.53512485958697, -2.69169618940638, 1.19839281085285},
     {1.0, -1.69065929318241, 0.73248077421585}},
    {{1.0, -2.0, 1.0}, {1.0, -1.99004745483398, 0.99007225036621}},
};

/// |c[0] + c[1] / z + c[2] / z^2|^2 at z = exp(i angle)
static double
response(const double c[3], double angle)
{
  const double re = c[0] + c[1] * cos(angle) + c[2] * cos(2.0 * angle);
  const double im = c[1] * sin(angle) + c[2] * sin(2.0 * angle);
  return re * re + im * im;
}

/// |H|^2 of both filters; above 24 kHz, which they do not reach, as there
static double
weight_at(double hz)
{
  const double angle = 2.0 * pi * fmin(hz / FILTER_RATE, 0.5);
  double weight = 1.0;
  for (uint32_t i = 0; i < 2; ++i) {
    weight *= response(sections[i].b, angle) / response(sections[i].a, angle);
  }
  return weight;
}

void
loudness_weights(uint32_t window, double rate, float* weights)
{
  // Parseval, and the mean of the squared Hann window, which is 3 / 8
  const double n = (double)window;
  for (uint32_t k = 0; k <= window / 2; ++k) {
    const double twice = k == 0 || k == window / 2 ? 1.0 : 2.0;
    weights[k] = (float)(twice * weight_at(k * rate / n) / (n * n * 3.0 / 8.0));
  }
}

double
loudness_power(double lufs)
{
  return pow(10.0, 0.1 * (lufs - OFFSET));
}
