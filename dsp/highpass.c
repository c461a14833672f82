// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "dsp/highpass.h"

#include <math.h>
#include <string.h>

#define EDGE 20.0 /* Hz */

static const double pi = 3.14159265358979323846;

void
highpass_init(HighPass* filter, double rate)
{
  // Bilinear transform of each pair of poles, the edge kept where it is
  const double k = tan(pi * EDGE / rate);
  memset(filter, 0, sizeof(*filter));
  for (uint32_t i = 0; i < HIGHPASS_SECTIONS; ++i) {
    const double angle = pi * (2.0 * i + 1.0) / (4.0 * HIGHPASS_SECTIONS);
    const double damping = 2.0 * sin(angle);
    const double norm = 1.0 / (1.0 + k * damping + k * k);
    filter->b[i][0] = norm;
    filter->b[i][1] = -2.0 * norm;
    filter->b[i][2] = norm;
    filter->a[i][0] = 2.0 * (k * k - 1.0) * norm;
    filter->a[i][1] = (1.0 - k * damping + k * k) * norm;
  }
}

void
highpass_reset(HighPass* filter)
{
  memset(filter->state, 0, sizeof(filter->state));
}

void
highpass_process(HighPass* filter, float* samples, uint32_t n)
{
  for (uint32_t i = 0; i < n; ++i) {
    double x = (double)samples[i];
    for (uint32_t s = 0; s < HIGHPASS_SECTIONS; ++s) {
      const double* const b = filter->b[s];
      double* const z = filter->state[s];
      const double y = b[0] * x + z[0];
      z[0] = b[1] * x - filter->a[s][0] * y + z[1];
      z[1] = b[2] * x - filter->a[s][1] * y;
      x = y;
    }
    samples[i] = (float)x;
  }
}
