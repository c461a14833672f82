// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "model/head.h"

#include "model/arithmetic.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct Head {
  const Network* network;
  const Arithmetic* arithmetic;
  const Kernels* kernels;
  void* scratch;
  float* x; ///< A layer's input
  float* y; ///< A layer's output
};

/// The widest input or output of any layer
static uint32_t
widest(const Network* network)
{
  uint32_t n = 0;
  for (uint32_t i = 0; i < network->n_dense; ++i) {
    const Dense* const dense = &network->dense[i];
    n = dense->n_in > n ? dense->n_in : n;
    n = dense->n_out > n ? dense->n_out : n;
  }
  return n;
}

Head*
head_new(const Network* network, const Kernels* kernels)
{
  Head* const head = (Head*)calloc(1, sizeof(Head));
  if (!head) {
    return NULL;
  }

  head->network = network;
  head->arithmetic = arithmetic_for(network->precision);
  head->kernels = kernels;
  head->scratch = calloc(1, ARITHMETIC_SCRATCH);
  head->x = (float*)calloc(widest(network), sizeof(float));
  head->y = (float*)calloc(widest(network), sizeof(float));
  if (!head->scratch || !head->x || !head->y) {
    head_free(head);
    return NULL;
  }
  return head;
}

void
head_free(Head* head)
{
  if (head) {
    free(head->y);
    free(head->x);
    free(head->scratch);
    free(head);
  }
}

static float
sigmoid(float x)
{
  const float y = 1.0f / (1.0f + expf(-x));
  return y >= 0.0f ? y : 0.0f; // NaN becomes 0
}

void
head_run(Head* head, const float* features, float level, float* probabilities)
{
  const Network* const network = head->network;
  const uint32_t n_in = network->dense[0].n_in;

  memcpy(head->x, features, network->n_features * sizeof(float));
  memset(head->x + network->n_features, 0,
         (n_in - network->n_features) * sizeof(float));

  for (uint32_t i = 0; i < network->n_dense; ++i) {
    const Dense* const dense = &network->dense[i];
    head->arithmetic->dense(head->kernels, dense, head->x, head->y,
                            head->scratch);
    for (uint32_t o = 0; o < dense->n_out; ++o) {
      head->x[o] = head->y[o] > 0.0f ? head->y[o] : 0.0f;
    }
  }

  for (uint32_t i = 0; i < network->n_level_outputs; ++i) {
    const LevelOutput* const output = &network->level_outputs[i];
    head->y[output->output] += output->slope * level;
  }
  for (uint32_t o = 0; o < network->n_outputs; ++o) {
    probabilities[o] = sigmoid(head->y[o]);
  }
}
