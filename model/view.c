// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "model/network.h"

#include <math.h>
#include <string.h>

const View*
network_view(const Network* network, const char* name)
{
  for (uint32_t i = 0; i < network->n_views; ++i) {
    if (!strcmp(network->views[i].name, name)) {
      return &network->views[i];
    }
  }
  return NULL;
}

void
view_merge(const View* view, const float* probabilities, float* tags)
{
  for (uint32_t i = 0; i < view->n_tags; ++i) {
    const Tag* const tag = &view->tags[i];
    float sum = 0.0f;
    for (uint32_t m = 0; m < tag->n_members; ++m) {
      sum += tag->weights[m] * probabilities[tag->members[m]];
    }
    tags[i] = fminf(sum, 1.0f); // Rounding of weights may add up to above 1
  }
}
