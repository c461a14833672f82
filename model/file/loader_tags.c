// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "model/file/fields.h"
#include "model/file/loader.h"
#include "model/symbol.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define MAX_MEMBERS 1024u
#define MIN_SLOPE 0.01
#define MAX_SLOPE 100.0
#define MAX_OFFSET 50.0
#define DEFAULT_THRESHOLD 0.5f

bool
loader_member(Loader* loader,
              const json_t* json,
              const char* where,
              double low,
              uint32_t* member,
              float* weight)
{
  const json_t* const index = json_array_get(json, 0);
  const json_t* const number = json_array_get(json, 1);
  const json_int_t output = json_integer_value(index);
  if (json_array_size(json) != 2 || !json_is_integer(index) ||
      !json_is_number(number)) {
    error_set(loader->error, "%s: a member is not [output, weight]", where);
    return false;
  }
  if (output < 0 || output >= (json_int_t)loader->network->n_outputs) {
    error_set(loader->error, "%s: there is no output %lld", where,
              (long long)output);
    return false;
  }
  const double value = json_number_value(number);
  if (!(value >= low && value <= 1.01)) {
    error_set(loader->error, "%s: a weight of %g is not in %g..1", where, value,
              low);
    return false;
  }
  *member = (uint32_t)output;
  *weight = (float)value;
  return true;
}

static bool
load_members(Loader* loader, const json_t* json, const char* where, Tag* tag)
{
  const json_t* const array =
      field_array(json, where, "members", 1, MAX_MEMBERS, loader->error);
  if (!array) {
    return false;
  }
  const uint32_t n = (uint32_t)json_array_size(array);
  uint32_t* const members =
      (uint32_t*)loader_alloc(loader, n, sizeof(uint32_t));
  float* const weights = (float*)loader_alloc(loader, n, sizeof(float));
  if (!members || !weights) {
    return false;
  }

  double sum = 0.0;
  for (uint32_t i = 0; i < n; ++i) {
    if (!loader_member(loader, json_array_get(array, i), where, 0.0,
                       &members[i], &weights[i])) {
      return false;
    }
    sum += (double)weights[i];
  }
  if (!(fabs(sum - 1.0) <= 1e-3)) {
    error_set(loader->error, "%s: weights sum to %g, not to 1", where, sum);
    return false;
  }
  for (uint32_t i = 0; i < n; ++i) {
    weights[i] = (float)((double)weights[i] / sum);
  }
  tag->n_members = n;
  tag->members = members;
  tag->weights = weights;
  return true;
}

/// Slope and offset of a tag's calibration, if it has one
static bool
load_calibration(Loader* loader,
                 const json_t* json,
                 const char* where,
                 Tag* tag)
{
  const json_t* const pair = json_object_get(json, "calibration");
  if (!pair) {
    return true;
  }
  const json_t* const slope = json_array_get(pair, 0);
  const json_t* const offset = json_array_get(pair, 1);
  if (json_array_size(pair) != 2 || !json_is_number(slope) ||
      !json_is_number(offset)) {
    error_set(loader->error, "%s: calibration is not [slope, offset]", where);
    return false;
  }
  const double a = json_number_value(slope);
  const double b = json_number_value(offset);
  if (!(a >= MIN_SLOPE && a <= MAX_SLOPE && fabs(b) <= MAX_OFFSET)) {
    error_set(loader->error, "%s: calibration [%g, %g] is not in range", where,
              a, b);
    return false;
  }
  tag->slope = (float)a;
  tag->offset = (float)b;
  return true;
}

static bool
load_threshold(Loader* loader, const json_t* json, const char* where, Tag* tag)
{
  tag->threshold = DEFAULT_THRESHOLD;
  return !json_object_get(json, "threshold") ||
         field_float(json, where, "threshold", 0.0f, 1.0f, &tag->threshold,
                     loader->error);
}

static bool
load_rank(Loader* loader, const json_t* json, const char* where, Tag* tag)
{
  const json_t* const ranked = json_object_get(json, "ranked");
  if (ranked && !json_is_boolean(ranked)) {
    error_set(loader->error, "%s: ranked is neither true nor false", where);
    return false;
  }
  tag->ranked = !ranked || json_is_true(ranked);
  return true;
}

static bool
load_tag(Loader* loader, const json_t* json, const char* where, Tag* tag)
{
  Error* const error = loader->error;
  const char* const name = field_text(json, where, "name", false, error);
  const char* const symbol =
      name ? field_text(json, where, "symbol", false, error) : NULL;
  const char* const group =
      symbol ? field_text(json, where, "group", true, error) : NULL;
  if (!group) {
    return false;
  }
  if (!symbol_is_valid(symbol) || symbol_is_reserved(symbol)) {
    error_set(error, "%s: \"%.70s\" is %s", where, symbol,
              symbol_is_valid(symbol) ? "the symbol of another port of plugins"
                                      : "not a symbol ([a-z_][a-z0-9_]*)");
    return false;
  }
  tag->name = loader_string(loader, name);
  tag->symbol = loader_string(loader, symbol);
  tag->group = loader_string(loader, group);
  return tag->name && tag->symbol && tag->group &&
         load_members(loader, json, where, tag) &&
         load_calibration(loader, json, where, tag) &&
         load_threshold(loader, json, where, tag) &&
         load_rank(loader, json, where, tag);
}

/// No earlier tag has the name or symbol of `tags[last]`
static bool
check_unique(Loader* loader, const Tag* tags, uint32_t last, const char* where)
{
  for (uint32_t i = 0; i < last; ++i) {
    if (!strcmp(tags[i].symbol, tags[last].symbol) ||
        !strcmp(tags[i].name, tags[last].name)) {
      error_set(loader->error, "%s: an earlier tag has the same name or symbol",
                where);
      return false;
    }
  }
  return true;
}

Tag*
load_tags(Loader* loader, const json_t* array, uint32_t v, View* view)
{
  const uint32_t n = (uint32_t)json_array_size(array);
  Tag* const tags = (Tag*)loader_alloc(loader, n, sizeof(Tag));
  if (!tags) {
    return NULL;
  }
  view->n_tags = n;
  view->tags = tags;
  for (uint32_t i = 0; i < n; ++i) {
    char where[LOADER_WHERE];
    const json_t* const json = json_array_get(array, i);
    snprintf(where, sizeof(where), "views[%u].tags[%u]", v, i);
    if (!load_tag(loader, json, where, &tags[i]) ||
        !check_unique(loader, tags, i, where)) {
      return NULL;
    }
    view->has_thresholds =
        view->has_thresholds || json_object_get(json, "threshold");
  }
  return tags;
}
