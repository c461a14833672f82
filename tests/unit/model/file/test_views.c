// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

// A network file's views, and what they make of the outputs

#undef NDEBUG
#define _POSIX_C_SOURCE 200809L // base/clock.h

#include "model/file/network_file.h"
#include "model/view.h"
#include "tests/support/draft.h"
#include "tests/support/run.h"

#include <assert.h>
#include <math.h>
#include <stddef.h>

/// Weights of a tag's members come out with the sum 1, and the view merges
static void
test_views(void)
{
  const NetworkShape shape = shape_small(PRECISION_INT8);
  Draft draft = draft_new(&shape, 1);
  draft_replace(&draft, "views", "[[0,1.0]]", "[[0,0.2503],[4,0.7506]]");
  Network* const network = draft_load(&draft, NULL);
  assert(network && network->n_views == 2);
  assert(!network_view(network, "none"));
  const View* const view = network_view(network, "default");
  assert(view == &network->views[0]);
  const View* const pairs = network_view(network, "pairs");
  assert(pairs && pairs->n_tags == 4);

  static const float probabilities[] = {1.0f, 0.5f, 0.0f, 0.25f, 1.0f};
  float tags[5];
  view_merge(view, probabilities, tags);
  assert(tags[0] <= 1.0f && fabsf(tags[0] - 1.0f) < 1e-6f);
  assert(fabsf(tags[1] - 0.5f) < 1e-6f);
  view_merge(pairs, probabilities, tags);
  assert(fabsf(tags[0] - (0.25f + 0.75f * 0.5f)) < 1e-6f);
  assert(fabsf(tags[3] - (0.25f * 0.25f + 0.75f)) < 1e-6f);
  network_free(network);
  draft_free(&draft);
}

/// All tags of a view but silence's own are less by as much as it is silent
static void
test_silence(void)
{
  const NetworkShape shape = shape_small(PRECISION_INT8);
  Draft draft = draft_new(&shape, 1);
  draft_replace(&draft, "views", "\"Default\"", "\"Default\",\"silence\":1");
  Network* const network = draft_load(&draft, NULL);
  assert(network);
  assert(network->views[0].silence == 1 && network->views[1].silence == -1);

  static const float probabilities[] = {1.0f, 0.75f, 0.0f, 0.5f, 1.0f};
  static const float wanted[] = {0.25f, 0.75f, 0.0f, 0.125f, 0.25f};
  float tags[5];
  view_merge(&network->views[0], probabilities, tags);
  for (unsigned i = 0; i < 5u; ++i) {
    assert(fabsf(tags[i] - wanted[i]) < 1e-6f);
  }
  network_free(network);
  draft_free(&draft);
}

/// Calibration turns means into other means, in order, at every extreme; a tag
/// without one is left as it is
static void
test_calibration(void)
{
  const NetworkShape shape = shape_small(PRECISION_INT8);
  Draft draft = draft_new(&shape, 1);
  draft_replace(&draft, "views", "[[0,1.0]]",
                "[[0,1.0]],\"calibration\":[2.0,1.5],\"threshold\":0.25,"
                "\"ranked\":false");
  Network* const network = draft_load(&draft, NULL);
  assert(network);
  const View* const view = network_view(network, "default");
  assert(view->tags[0].threshold == 0.25f && view->tags[1].threshold == 0.5f);
  assert(!view->tags[0].ranked && view->tags[1].ranked);

  float last = -1.0f;
  for (unsigned i = 0; i <= 100; ++i) {
    const float p = (float)i / 100.0f;
    const float probabilities[] = {p, p, p, p, p};
    float tags[5];
    view_merge(view, probabilities, tags);
    assert(tags[0] >= last && tags[0] >= 0.0f && tags[0] <= 1.0f);
    assert(fabsf(tags[1] - p) < 1e-6f);
    const double exact = (double)p;
    const double odds =
        i % 100 ? pow(exact / (1.0 - exact), 2.0) * exp(1.5) : 0.0;
    assert(i % 100 == 0 || fabs((double)tags[0] - odds / (1.0 + odds)) < 1e-5);
    last = tags[0];
  }
  network_free(network);
  draft_free(&draft);
}

int
main(void)
{
  RUN(test_views());
  RUN(test_silence());
  RUN(test_calibration());
  return 0;
}
