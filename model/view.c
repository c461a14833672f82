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

uint32_t
view_find_tag(const View* view, const char* name)
{
  uint32_t i = 0;
  while (i < view->n_tags && strcmp(view->tags[i].symbol, name) != 0 &&
         strcmp(view->tags[i].name, name) != 0) {
    ++i;
  }
  return i;
}

static float
find_logit(float p)
{
  const float inside = fminf(fmaxf(p, VIEW_EDGE), 1.0f - VIEW_EDGE);
  return logf(inside / (1.0f - inside));
}

static float
calibrate(const Tag* tag, float p)
{
  const float logit = find_logit(p);
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

/// Where a sum lies among the knots: 0..1
static float
spread(const Scale* scale, float sum)
{
  uint32_t low = 0; // The knot below, as far as it is known
  uint32_t high = scale->n_knots - 1u;
  while (high - low > 1u) {
    const uint32_t middle = (low + high) / 2u;
    if (scale->knots[middle] <= sum) {
      low = middle;
    } else {
      high = middle;
    }
  }
  const float below = scale->knots[low];
  const float share = (sum - below) / (scale->knots[high] - below);
  return ((float)low + fminf(fmaxf(share, 0.0f), 1.0f)) /
         (float)(scale->n_knots - 1u);
}

void
view_scales(const View* view, const float* probabilities, float* scales)
{
  const float silent = view->silence < 0 ? 0.0f : probabilities[view->silence];
  for (uint32_t i = 0; i < view->n_scales; ++i) {
    const Scale* const scale = &view->scales[i];
    float sum = 0.0f;
    for (uint32_t m = 0; m < scale->n_members; ++m) {
      sum += scale->weights[m] * find_logit(probabilities[scale->members[m]]);
    }
    const float value = spread(scale, sum);
    scales[i] = value + silent * (scale->rest - value);
  }
}
