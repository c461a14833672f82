// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/export/regions.h"

#include "base/array.h"

#include <stdlib.h>

#define ENDED (-1e9f) /* below every threshold */

/// A tag while it is followed
typedef struct {
  bool is_present;
  double begin;
  double since; ///< When `value` began
  float value;
  double area; ///< Of the probability over time since `begin`
} State;

struct Regions {
  const View* view;
  RegionRule rule;
  State* states; ///< [n_tags]
  Region* found;
  size_t n_found;
  size_t capacity;
};

Regions*
regions_new(const View* view, const RegionRule* rule)
{
  Regions* const regions = (Regions*)calloc(1, sizeof(Regions));
  if (!regions) {
    return NULL;
  }
  regions->view = view;
  regions->rule = *rule;
  regions->states = (State*)calloc(view->n_tags, sizeof(State));
  if (!regions->states) {
    regions_free(regions);
    return NULL;
  }
  return regions;
}

void
regions_free(Regions* regions)
{
  if (regions) {
    free(regions->found);
    free(regions->states);
    free(regions);
  }
}

/// Is it the tag of the output that quiets the others?
static bool
tells_silence(const View* view, const Tag* tag)
{
  return view->silence >= 0 && tag->n_members == 1u &&
         (int)tag->members[0] == view->silence;
}

static double
find_shortest(const Regions* regions, uint32_t tag)
{
  const View* const view = regions->view;
  return tells_silence(view, &view->tags[tag]) ? regions->rule.shortest_silence
                                               : regions->rule.shortest;
}

/// The same tag's region before, if the gap to it is too short to count
static Region*
find_neighbour(Regions* regions, uint32_t tag, double begin)
{
  for (size_t i = regions->n_found; i--;) {
    Region* const region = &regions->found[i];
    if (region->tag == tag) {
      return begin - region->end < find_shortest(regions, tag) ? region : NULL;
    }
  }
  return NULL;
}

static bool
keep(Regions* regions, uint32_t tag, const State* state, double end)
{
  const double length = end - state->begin;
  Region* const before = find_neighbour(regions, tag, state->begin);
  if (before) {
    before->mean = (before->mean * before->present + state->area) /
                   (before->present + length);
    before->present += length;
    before->end = end;
    return true;
  }
  if (length < find_shortest(regions, tag)) {
    return true;
  }
  Region* const found = (Region*)array_grow(regions->found, regions->n_found,
                                            &regions->capacity, sizeof(Region));
  if (!found) {
    return false;
  }
  regions->found = found;
  regions->found[regions->n_found++] =
      (Region){tag, state->begin, end, state->area / length, length};
  return true;
}

static bool
step(Regions* regions, uint32_t tag, double time, float value)
{
  State* const state = &regions->states[tag];
  const float own = regions->view->tags[tag].threshold;
  const float level =
      regions->rule.threshold >= 0.0f ? regions->rule.threshold : own;
  const bool rests = value <= 0.0f && level > 0.0f;
  bool ok = true;
  if (state->is_present) {
    state->area += (double)state->value * (time - state->since);
    if (value < level - regions->rule.hysteresis || rests) {
      ok = keep(regions, tag, state, time);
      state->is_present = false;
    }
  } else if (value >= level && !rests) {
    *state = (State){.is_present = true, .begin = time};
  }
  state->since = time;
  state->value = value;
  return ok;
}

bool
regions_add(Regions* regions, double time, const float* tags)
{
  bool ok = true;
  for (uint32_t i = 0; i < regions->view->n_tags; ++i) {
    ok = step(regions, i, time, tags ? tags[i] : ENDED) && ok;
  }
  return ok;
}

static int
by_time(const void* a, const void* b)
{
  const Region* const x = (const Region*)a;
  const Region* const y = (const Region*)b;
  if (x->begin < y->begin || y->begin < x->begin) {
    return x->begin < y->begin ? -1 : 1;
  }
  return x->tag < y->tag ? -1 : x->tag > y->tag;
}

const Region*
regions_finish(Regions* regions, double end, size_t* n)
{
  for (uint32_t i = 0; i < regions->view->n_tags; ++i) {
    step(regions, i, end, ENDED);
  }
  if (regions->n_found) {
    qsort(regions->found, regions->n_found, sizeof(Region), by_time);
  }
  *n = regions->n_found;
  return regions->found;
}
