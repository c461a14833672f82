// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "engine/sources.h"

#include "model/view.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STEP (1.0f / 127.0f) /* of a controller */

struct Sources {
  const View* view;
  Summary* summary;
  float* values; ///< [sources_count()]
};

Sources*
sources_new(const View* view)
{
  Sources* const sources = (Sources*)calloc(1, sizeof(Sources));
  if (!sources) {
    return NULL;
  }
  sources->view = view;
  sources->summary = summary_new(view);
  sources->values =
      (float*)calloc((size_t)sources_count(view) + 1, sizeof(float));
  if (!sources->summary || !sources->values) {
    sources_free(sources);
    return NULL;
  }
  sources_reset(sources);
  return sources;
}

void
sources_free(Sources* sources)
{
  if (sources) {
    summary_free(sources->summary);
    free(sources->values);
    free(sources);
  }
}

void
sources_reset(Sources* sources)
{
  const View* const view = sources->view;
  summary_reset(sources->summary);
  memset(sources->values, 0, sources_count(view) * sizeof(float));
  for (uint32_t i = 0; i < view->n_scales; ++i) {
    sources->values[view->n_tags + i] = view->scales[i].rest;
  }
}

/// What number a tag is in its group, from 1 on
static uint32_t
find_number(const View* view, uint32_t tag)
{
  uint32_t number = 0;
  for (uint32_t i = 0; i <= tag; ++i) {
    number += view->tags[i].place == view->tags[tag].place ? 1u : 0u;
  }
  return number;
}

void
sources_update(Sources* sources, const float* values, float hysteresis)
{
  const View* const view = sources->view;
  const uint32_t n_values = view_values(view);
  memcpy(sources->values, values, n_values * sizeof(float));
  summary_update(sources->summary, values, hysteresis);
  for (uint32_t g = 0; g < view->n_groups; ++g) {
    const uint32_t leader = summary_leader(sources->summary, g);
    const uint32_t number = leader ? find_number(view, leader - 1) : 0;
    sources->values[n_values + g] = fminf((float)number * STEP, 1.0f);
  }
}

const float*
sources_values(const Sources* sources)
{
  return sources->values;
}

const Summary*
sources_summary(const Sources* sources)
{
  return sources->summary;
}

uint32_t
sources_count(const View* view)
{
  return view_values(view) + view->n_groups;
}

bool
sources_is_group(const View* view, uint32_t source)
{
  return source >= view_values(view) && source < sources_count(view);
}

void
sources_name(const View* view, uint32_t source, char name[SOURCES_NAME_SIZE])
{
  if (sources_is_group(view, source)) {
    const char* const group = view->groups[source - view_values(view)].name;
    snprintf(name, SOURCES_NAME_SIZE, "strongest %s", *group ? group : "tag");
  } else {
    const bool is_tag = source < view->n_tags;
    snprintf(name, SOURCES_NAME_SIZE, "%s",
             is_tag ? view->tags[source].name
                    : view->scales[source - view->n_tags].name);
  }
}

static const char*
find_symbol(const View* view, uint32_t source)
{
  return source < view->n_tags ? view->tags[source].symbol
         : source < view_values(view)
             ? view->scales[source - view->n_tags].symbol
             : view->groups[source - view_values(view)].symbol;
}

uint32_t
sources_find(const View* view, const char* text)
{
  const uint32_t n = sources_count(view);
  for (uint32_t i = 0; i < n; ++i) {
    char name[SOURCES_NAME_SIZE];
    sources_name(view, i, name);
    if (!strcmp(text, name) || !strcmp(text, find_symbol(view, i))) {
      return i;
    }
  }
  uint32_t group = 0;
  while (group < view->n_groups && strcmp(text, view->groups[group].name)) {
    ++group;
  }
  return view_values(view) + group;
}
