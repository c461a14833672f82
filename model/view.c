// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "model/view.h"

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

static float
calibrate(const Tag* tag, float p)
{
  const float inside = fminf(fmaxf(p, VIEW_EDGE), 1.0f - VIEW_EDGE);
  const float logit = logf(inside / (1.0f - inside));
  return 1.0f / (1.0f + expf(-(tag->slope * logit + tag->offset)));
}

/// Is it the tag of the output that quiets the others?
static bool
tells_silence(const View* view, const Tag* tag)
{
  return tag->n_members == 1u && (int)tag->members[0] == view->silence;
}

void
view_merge(const View* view, const float* probabilities, float* tags)
{
  const float audible =
      view->silence < 0 ? 1.0f : 1.0f - probabilities[view->silence];
  for (uint32_t i = 0; i < view->n_tags; ++i) {
    const Tag* const tag = &view->tags[i];
    float sum = 0.0f;
    for (uint32_t m = 0; m < tag->n_members; ++m) {
      sum += tag->weights[m] * probabilities[tag->members[m]];
    }
    sum = fminf(sum, 1.0f); // Rounding of weights may add up to above 1
    tags[i] = tag->slope > 0.0f ? calibrate(tag, sum) : sum;
    tags[i] *= tells_silence(view, tag) ? 1.0f : audible;
  }
}
