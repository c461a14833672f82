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
  filter->gain = 1.0;
  for (uint32_t i = 0; i < HIGHPASS_SECTIONS; ++i) {
    const double angle = pi * (2.0 * i + 1.0) / (4.0 * HIGHPASS_SECTIONS);
    const double damping = 2.0 * sin(angle);
    const double norm = 1.0 / (1.0 + k * damping + k * k);
    filter->gain *= norm; // Of the zeros, which are both at DC
    filter->a[i][0] = 2.0 * (k * k - 1.0) * norm;
    filter->a[i][1] = (1.0 - k * damping + k * k) * norm;
  }
}

void
highpass_reset(HighPass* filter)
{
  memset(filter->past, 0, sizeof(filter->past));
}

/// A section and the newest two of what goes in and comes out, in registers
typedef struct {
  double a0, a1;
  double x0, x1;
  double y0, y1;
} Section;

static inline Section
section_of(const HighPass* filter, uint32_t s)
{
  const double* const in = filter->past[s];
  const double* const out = filter->past[s + 1];
  const Section section = {filter->a[s][0], filter->a[s][1], in[0],
                           in[1],           out[0],          out[1]};
  return section;
}

/// The next output: the zeros take the second difference.  What is newest comes
/// last, as all waits for it.
static inline double
section_push(Section* s, double x)
{
  const double difference = (x + s->x1) - 2.0 * s->x0;
  const double y = (difference - s->a1 * s->y1) - s->a0 * s->y0;
  s->x1 = s->x0;
  s->x0 = x;
  s->y1 = s->y0;
  s->y0 = y;
  return y;
}

void
highpass_process(HighPass* filter, float* samples, uint32_t n)
{
  Section first = section_of(filter, 0);
  Section second = section_of(filter, 1);
  for (uint32_t i = 0; i < n; ++i) {
    const double x = section_push(&first, (double)samples[i]);
    samples[i] = (float)(filter->gain * section_push(&second, x));
  }
  const double past[3][2] = {
      {first.x0, first.x1}, {first.y0, first.y1}, {second.y0, second.y1}};
  memcpy(filter->past, past, sizeof(past));
}
