// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "model/file/fields.h"
#include "model/file/loader.h"
#include "model/symbol.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define MAX_MEMBERS 1024u
#define MIN_WEIGHT (-1.0)
#define MAX_KNOT 1e6
#define DEFAULT_REST 0.5f

/// Pairs [output, weight], not all of weight 0
static bool
load_members(Loader* loader,
             const json_t* json,
             const char* where,
             Scale* scale)
{
  const json_t* const array =
      field_array(json, where, "members", 1, MAX_MEMBERS, loader->error);
  const uint32_t n = (uint32_t)json_array_size(array);
  uint32_t* const members =
      array ? (uint32_t*)loader_alloc(loader, n, sizeof(uint32_t)) : NULL;
  float* const weights =
      members ? (float*)loader_alloc(loader, n, sizeof(float)) : NULL;
  if (!weights) {
    return false;
  }
  float sum = 0.0f;
  for (uint32_t i = 0; i < n; ++i) {
    if (!loader_member(loader, json_array_get(array, i), where, MIN_WEIGHT,
                       &members[i], &weights[i])) {
      return false;
    }
    sum += fabsf(weights[i]);
  }
  if (!(sum > 0.0f)) {
    error_set(loader->error, "%s: all weights are 0", where);
    return false;
  }
  scale->n_members = n;
  scale->members = members;
  scale->weights = weights;
  return true;
}

/// The sums that the values are spread by
static bool
load_knots(Loader* loader, const json_t* json, const char* where, Scale* scale)
{
  const json_t* const array =
      field_array(json, where, "knots", 2, NETWORK_MAX_KNOTS, loader->error);
  const uint32_t n = (uint32_t)json_array_size(array);
  float* const knots =
      array ? (float*)loader_alloc(loader, n, sizeof(float)) : NULL;
  if (!knots) {
    return false;
  }
  for (uint32_t i = 0; i < n; ++i) {
    const json_t* const number = json_array_get(array, i);
    const double value = json_number_value(number);
    knots[i] = (float)value;
    if (!json_is_number(number) || !(fabs(value) <= MAX_KNOT) ||
        (i && !(knots[i] > knots[i - 1]))) {
      error_set(loader->error, "%s: knots are no rising numbers", where);
      return false;
    }
  }
  scale->n_knots = n;
  scale->knots = knots;
  return true;
}

/// Neither a tag nor an earlier scale has the name or symbol of scales[last]
static bool
check_unique(Loader* loader,
             const View* view,
             const Scale* scales,
             uint32_t last,
             const char* where)
{
  const Scale* const own = &scales[last];
  bool unique = true;
  for (uint32_t i = 0; i < view->n_tags; ++i) {
    unique = unique && strcmp(view->tags[i].symbol, own->symbol) &&
             strcmp(view->tags[i].name, own->name);
  }
  for (uint32_t i = 0; i < last; ++i) {
    unique = unique && strcmp(scales[i].symbol, own->symbol) &&
             strcmp(scales[i].name, own->name);
  }
  if (!unique) {
    error_set(loader->error,
              "%s: a tag or an earlier scale has the same name or symbol",
              where);
  }
  return unique;
}

static bool
load_scale(Loader* loader, const json_t* json, const char* where, Scale* scale)
{
  Error* const error = loader->error;
  const char* const name = field_text(json, where, "name", false, error);
  const char* const symbol =
      name ? field_text(json, where, "symbol", false, error) : NULL;
  if (!symbol) {
    return false;
  }
  if (!symbol_is_valid(symbol) || symbol_is_reserved(symbol)) {
    error_set(error, "%s: \"%.70s\" is %s", where, symbol,
              symbol_is_valid(symbol) ? "the symbol of another port of plugins"
                                      : "not a symbol ([a-z_][a-z0-9_]*)");
    return false;
  }
  scale->name = loader_string(loader, name);
  scale->symbol = loader_string(loader, symbol);
  scale->rest = DEFAULT_REST;
  return scale->name && scale->symbol &&
         load_members(loader, json, where, scale) &&
         load_knots(loader, json, where, scale) &&
         (!json_object_get(json, "rest") ||
          field_float(json, where, "rest", 0.0f, 1.0f, &scale->rest, error));
}

bool
load_scales(Loader* loader, const json_t* json, uint32_t v, View* view)
{
  char where[LOADER_WHERE];
  snprintf(where, sizeof(where), "views[%u]", v);
  if (!json_object_get(json, "scales")) {
    return true;
  }
  const json_t* const array =
      field_array(json, where, "scales", 0, NETWORK_MAX_SCALES, loader->error);
  const uint32_t n = (uint32_t)json_array_size(array);
  Scale* const scales =
      n ? (Scale*)loader_alloc(loader, n, sizeof(Scale)) : NULL;
  if (!array || (n && !scales)) {
    return false;
  }
  for (uint32_t i = 0; i < n; ++i) {
    snprintf(where, sizeof(where), "views[%u].scales[%u]", v, i);
    if (!load_scale(loader, json_array_get(array, i), where, &scales[i]) ||
        !check_unique(loader, view, scales, i, where)) {
      return false;
    }
  }
  view->n_scales = n;
  view->scales = scales;
  return true;
}
