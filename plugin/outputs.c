// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "plugin/outputs.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct Outputs {
  double rate;
  uint32_t n_tags;
  uint32_t top; ///< Number of the top tag plus 1, or 0
  float* values;
  float* target;
};

Outputs*
outputs_new(uint32_t n_tags, double rate)
{
  Outputs* const outputs = (Outputs*)calloc(1, sizeof(Outputs));
  if (!outputs) {
    return NULL;
  }
  outputs->rate = rate;
  outputs->n_tags = n_tags;
  outputs->values = (float*)calloc(n_tags, sizeof(float));
  outputs->target = (float*)calloc(n_tags, sizeof(float));
  if (!outputs->values || !outputs->target) {
    outputs_free(outputs);
    return NULL;
  }
  return outputs;
}

void
outputs_free(Outputs* outputs)
{
  if (outputs) {
    free(outputs->values);
    free(outputs->target);
    free(outputs);
  }
}

void
outputs_reset(Outputs* outputs)
{
  memset(outputs->values, 0, outputs->n_tags * sizeof(float));
  memset(outputs->target, 0, outputs->n_tags * sizeof(float));
  outputs->top = 0;
}

float*
outputs_target(Outputs* outputs)
{
  return outputs->target;
}

void
outputs_advance(Outputs* outputs, uint32_t n_samples, float smoothing)
{
  const double seconds = n_samples / outputs->rate;
  const float share =
      smoothing > 0.0f ? (float)-expm1(-seconds / (double)smoothing) : 1.0f;

  for (uint32_t i = 0; i < outputs->n_tags; ++i) {
    const float target = fminf(fmaxf(outputs->target[i], 0.0f), 1.0f);
    float* const value = &outputs->values[i];
    *value = share < 1.0f ? *value + share * (target - *value) : target;
  }
}

const float*
outputs_values(const Outputs* outputs)
{
  return outputs->values;
}

/// A tag at 0 is never on top, whatever the threshold
static bool
falls(float value, float threshold)
{
  return value < threshold || value <= 0.0f;
}

uint32_t
outputs_top(Outputs* outputs, float threshold, float hysteresis)
{
  const float* const values = outputs->values;
  uint32_t strongest = 0;
  for (uint32_t i = 1; i < outputs->n_tags; ++i) {
    if (values[i] > values[strongest]) {
      strongest = i;
    }
  }

  if (outputs->top && falls(values[outputs->top - 1], threshold - hysteresis)) {
    outputs->top = 0;
  }
  if (outputs->n_tags && !falls(values[strongest], threshold) &&
      (!outputs->top ||
       values[strongest] > values[outputs->top - 1] + hysteresis)) {
    outputs->top = strongest + 1;
  }
  return outputs->top;
}
