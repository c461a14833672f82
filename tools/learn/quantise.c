// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/learn/quantise.h"

#include <math.h>
#include <stdlib.h>

#define WEIGHT_MAX 127.0f
#define ROOM 1.2f    /* inputs may exceed the largest one seen by this */
#define STEPS 400.0f /* of an input per standard deviation, if they fit */
#define LEAST 1e-6f  /* spread of an input that never moves */

static uint32_t
padded(uint32_t n)
{
  return (n + KERNELS_PAD - 1) / KERNELS_PAD * KERNELS_PAD;
}

/// As model/train/network/quantise.py does
static void
choose_input_scales(const LearntNetwork* learnt, QuantisedDense* dense)
{
  for (uint32_t i = 0; i < learnt->head->n_features; ++i) {
    const float fine = STEPS / fmaxf(learnt->spread[i], LEAST);
    const float coarse =
        (float)NETWORK_U12_MAX / fmaxf(learnt->largest[i] * ROOM, LEAST);
    dense->input_scale[i] = fminf(fine, coarse);
  }
}

/// Where the weight of an input and an output is in the blocks
static size_t
place(const QuantisedDense* dense, uint32_t in, uint32_t out)
{
  const size_t row =
      (size_t)(out / KERNELS_PAD) * (dense->n_in / KERNELS_GROUP) +
      in / KERNELS_GROUP;
  return (row * KERNELS_PAD + out % KERNELS_PAD) * KERNELS_GROUP +
         in % KERNELS_GROUP;
}

static void
quantise_output(const Logistic* head, QuantisedDense* dense, uint32_t out)
{
  float largest = 0.0f;
  for (uint32_t i = 0; i < head->n_features; ++i) {
    const float w = head->weights[(size_t)i * head->n_tags + out];
    largest = fmaxf(largest, fabsf(w / dense->input_scale[i]));
  }
  const float scale = largest > 0.0f ? largest / WEIGHT_MAX : 1.0f;
  dense->scale[out] = scale;
  dense->bias[out] = head->bias[out];
  for (uint32_t i = 0; i < head->n_features; ++i) {
    const float w = head->weights[(size_t)i * head->n_tags + out];
    const float whole = rintf(w / dense->input_scale[i] / scale);
    dense->whole[place(dense, i, out)] =
        (int8_t)fmaxf(-WEIGHT_MAX, fminf(WEIGHT_MAX, whole));
    dense->plain[(size_t)i * dense->n_out + out] = w;
  }
}

bool
quantise_head(const LearntNetwork* learnt, QuantisedDense* dense)
{
  const Logistic* const head = learnt->head;
  *dense = (QuantisedDense){.n_in = padded(head->n_features),
                            .n_out = padded(head->n_tags)};
  const size_t n = (size_t)dense->n_in * dense->n_out;
  dense->whole = (int8_t*)calloc(n, 1);
  dense->plain = (float*)calloc(n, sizeof(float));
  dense->scale = (float*)calloc(dense->n_out, sizeof(float));
  dense->bias = (float*)calloc(dense->n_out, sizeof(float));
  dense->input_scale = (float*)calloc(dense->n_in, sizeof(float));
  if (!dense->whole || !dense->plain || !dense->scale || !dense->bias ||
      !dense->input_scale) {
    return false;
  }
  choose_input_scales(learnt, dense);
  for (uint32_t o = 0; o < head->n_tags; ++o) {
    quantise_output(head, dense, o);
  }
  return true;
}

void
quantised_clear(QuantisedDense* dense)
{
  free(dense->input_scale);
  free(dense->bias);
  free(dense->scale);
  free(dense->plain);
  free(dense->whole);
}
