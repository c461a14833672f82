// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "engine/summary.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/// A choice's leader below its threshold: from which probability on, and how
/// many times the next one's
#define LEAST 0.1f
#define AHEAD 1.5f

/// What is said of a group
typedef struct {
  uint32_t n;
  uint32_t* tags; ///< [n], in the summary's `order`
} Said;

struct Summary {
  const View* view;
  Said* groups;    ///< [n_groups]
  uint32_t* order; ///< [n_tags], a stretch for each group
  bool* said;      ///< [n_tags]: was it said before this moment?
};

Summary*
summary_new(const View* view)
{
  Summary* const summary = (Summary*)calloc(1, sizeof(Summary));
  if (!summary) {
    return NULL;
  }
  summary->view = view;
  summary->groups = (Said*)calloc((size_t)view->n_groups + 1, sizeof(Said));
  summary->order =
      (uint32_t*)calloc((size_t)view->n_tags + 1, sizeof(uint32_t));
  summary->said = (bool*)calloc((size_t)view->n_tags + 1, sizeof(bool));
  if (!summary->groups || !summary->order || !summary->said) {
    summary_free(summary);
    return NULL;
  }
  uint32_t* next = summary->order;
  for (uint32_t g = 0; g < view->n_groups; ++g) {
    summary->groups[g].tags = next;
    for (uint32_t i = 0; i < view->n_tags; ++i) {
      next += view->tags[i].place == g ? 1 : 0;
    }
  }
  return summary;
}

void
summary_free(Summary* summary)
{
  if (summary) {
    free(summary->said);
    free(summary->order);
    free(summary->groups);
    free(summary);
  }
}

void
summary_reset(Summary* summary)
{
  memset(summary->said, 0, summary->view->n_tags * sizeof(bool));
  for (uint32_t g = 0; g < summary->view->n_groups; ++g) {
    summary->groups[g].n = 0;
  }
}

/// A choice's strongest tag, if it clearly leads and may be named; n_tags if
/// none does.  What was said before is a little ahead.
static uint32_t
find_clear_leader(const Summary* summary,
                  uint32_t group,
                  const float* values,
                  float hysteresis)
{
  const View* const view = summary->view;
  uint32_t best = view->n_tags;
  float strongest = 0.0f;
  float next = 0.0f;
  for (uint32_t i = 0; i < view->n_tags; ++i) {
    if (view->tags[i].place == group && values[i] > 0.0f) {
      const float value = values[i] + (summary->said[i] ? hysteresis : 0.0f);
      next = fmaxf(next, fminf(value, strongest));
      best = value > strongest ? i : best;
      strongest = fmaxf(strongest, value);
    }
  }
  const bool is_clear = strongest >= LEAST && strongest >= AHEAD * next;
  return is_clear && view->tags[best].ranked ? best : view->n_tags;
}

/// Drop the tags that have become too weak, add those that have become strong
/// enough
static void
choose(Summary* summary, uint32_t group, const float* values, float hysteresis)
{
  const View* const view = summary->view;
  Said* const said = &summary->groups[group];
  const bool may_lead = view->groups[group].is_choice || !view->has_thresholds;
  const uint32_t leader =
      may_lead ? find_clear_leader(summary, group, values, hysteresis)
               : view->n_tags;
  uint32_t n = 0;
  for (uint32_t i = 0; i < said->n; ++i) {
    const uint32_t tag = said->tags[i];
    const float least = view->tags[tag].threshold - hysteresis;
    if ((values[tag] > 0.0f && values[tag] >= least) || tag == leader) {
      said->tags[n++] = tag;
    }
  }
  for (uint32_t i = 0; i < view->n_tags; ++i) {
    const Tag* const tag = &view->tags[i];
    const bool is_strong =
        (values[i] > 0.0f && values[i] >= tag->threshold) || i == leader;
    if (tag->place == group && tag->ranked && is_strong && !summary->said[i]) {
      said->tags[n++] = i;
    }
  }
  said->n = n;
}

/// Bring each tag to its place.  One that was said before makes way only for
/// what is ahead by more than the hysteresis.
static void
sort(const Summary* summary, Said* said, const float* values, float hysteresis)
{
  for (uint32_t i = 1; i < said->n; ++i) {
    const uint32_t tag = said->tags[i];
    uint32_t at = i;
    for (; at; --at) {
      const uint32_t other = said->tags[at - 1];
      const float margin = summary->said[other] ? hysteresis : 0.0f;
      if (values[tag] <= values[other] + margin) {
        break;
      }
      said->tags[at] = other;
    }
    said->tags[at] = tag;
  }
}

void
summary_update(Summary* summary, const float* values, float hysteresis)
{
  for (uint32_t g = 0; g < summary->view->n_groups; ++g) {
    choose(summary, g, values, hysteresis);
    sort(summary, &summary->groups[g], values, hysteresis);
  }
  memset(summary->said, 0, summary->view->n_tags * sizeof(bool));
  for (uint32_t g = 0; g < summary->view->n_groups; ++g) {
    const Said* const said = &summary->groups[g];
    for (uint32_t i = 0; i < said->n; ++i) {
      summary->said[said->tags[i]] = true;
    }
  }
}

uint32_t
summary_tags(const Summary* summary, uint32_t group, const uint32_t** tags)
{
  const Said* const said = &summary->groups[group];
  if (tags) {
    *tags = said->tags;
  }
  return said->n;
}

uint32_t
summary_leader(const Summary* summary, uint32_t group)
{
  const Said* const said = &summary->groups[group];
  return said->n ? said->tags[0] + 1 : 0;
}
