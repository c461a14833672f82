// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "engine/outputs.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct Outputs {
  double rate;
  uint32_t n_values;
  uint32_t top; ///< Number of the top tag plus 1, or 0
  float* values;
  float* target;
  float* rest;
  bool* unranked;
};

Outputs*
outputs_new(uint32_t n_values, double rate)
{
  Outputs* const outputs = (Outputs*)calloc(1, sizeof(Outputs));
  if (!outputs) {
    return NULL;
  }
  outputs->rate = rate;
  outputs->n_values = n_values;
  outputs->values = (float*)calloc(n_values, sizeof(float));
  outputs->target = (float*)calloc(n_values, sizeof(float));
  outputs->unranked = (bool*)calloc(n_values, sizeof(bool));
  outputs->rest = (float*)calloc(n_values, sizeof(float));
  if (!outputs->values || !outputs->target || !outputs->unranked ||
      !outputs->rest) {
    outputs_free(outputs);
    return NULL;
  }
  return outputs;
}

void
outputs_free(Outputs* outputs)
{
  if (outputs) {
    free(outputs->rest);
    free(outputs->unranked);
    free(outputs->values);
    free(outputs->target);
    free(outputs);
  }
}

void
outputs_set_unranked(Outputs* outputs, uint32_t value)
{
  outputs->unranked[value] = true;
}

void
outputs_set_rest(Outputs* outputs, uint32_t value, float rest)
{
  outputs->rest[value] = rest;
}

void
outputs_rest(Outputs* outputs)
{
  memcpy(outputs->target, outputs->rest, outputs->n_values * sizeof(float));
}

void
outputs_reset(Outputs* outputs)
{
  memcpy(outputs->values, outputs->rest, outputs->n_values * sizeof(float));
  outputs_rest(outputs);
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

  for (uint32_t i = 0; i < outputs->n_values; ++i) {
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

/// Too weak for the top tag?  At 0 a tag always is, whatever the threshold
static bool
is_below(float value, float threshold)
{
  return value < threshold || value <= 0.0f;
}

/// The strongest tag that is ranked; n_values if there is none
static uint32_t
find_strongest(const Outputs* outputs)
{
  uint32_t best = outputs->n_values;
  for (uint32_t i = 0; i < outputs->n_values; ++i) {
    if (!outputs->unranked[i] && (best == outputs->n_values ||
                                  outputs->values[i] > outputs->values[best])) {
      best = i;
    }
  }
  return best;
}

uint32_t
outputs_top(Outputs* outputs, float threshold, float hysteresis)
{
  const float* const values = outputs->values;
  const uint32_t strongest = find_strongest(outputs);

  if (outputs->top &&
      is_below(values[outputs->top - 1], threshold - hysteresis)) {
    outputs->top = 0;
  }
  if (strongest < outputs->n_values &&
      !is_below(values[strongest], threshold) &&
      (!outputs->top ||
       values[strongest] > values[outputs->top - 1] + hysteresis)) {
    outputs->top = strongest + 1;
  }
  return outputs->top;
}
