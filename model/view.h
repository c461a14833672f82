// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_VIEW_H
#define EARMARK_VIEW_H

#include "base/realtime.h"
#include "model/network.h"

/// Where calibrated: nearer to 0 or 1 there is nothing to know, and the
/// logarithm is finite
#define VIEW_EDGE 1e-6f

/// The view of that name, or NULL.  [any]
const View* network_view(const Network* network, const char* name);

/// The tag of that symbol or name, or view->n_tags.  [any]
uint32_t view_find_tag(const View* view, const char* name);

/// tags[view->n_tags] from probabilities[n_outputs], all in 0..1.
/// [any]
EARMARK_REALTIME void
view_merge(const View* view, const float* probabilities, float* tags);

/// scales[view->n_scales] from probabilities[n_outputs], all in 0..1.
/// [any]
EARMARK_REALTIME void
view_scales(const View* view, const float* probabilities, float* scales);

/// All values of a view: those of its tags, then those of its scales
static inline uint32_t
view_values(const View* view)
{
  return view->n_tags + view->n_scales;
}

#endif
