// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "model/file/fields.h"
#include "model/file/loader.h"
#include "model/symbol.h"

#include <stdio.h>
#include <string.h>

/// The output that quiets the view, if there is one
static bool
load_silence(Loader* loader, const json_t* json, const char* where, View* view)
{
  const json_t* const index = json_object_get(json, "silence");
  const json_int_t output = index ? json_integer_value(index) : -1;
  if (index && (!json_is_integer(index) || output < 0 ||
                output >= (json_int_t)loader->network->n_outputs)) {
    error_set(loader->error, "%s: silence is not an output", where);
    return false;
  }
  view->silence = (int)output;
  return true;
}

static bool
load_view(Loader* loader, const json_t* json, uint32_t v, View* views)
{
  char where[LOADER_WHERE];
  snprintf(where, sizeof(where), "views[%u]", v);
  Error* const error = loader->error;
  const char* const name = field_text(json, where, "name", false, error);
  const char* const title =
      name ? field_text(json, where, "title", false, error) : NULL;
  const json_t* const tags =
      title ? field_array(json, where, "tags", 1, NETWORK_MAX_TAGS, error)
            : NULL;
  if (!tags) {
    return false;
  }
  if (!symbol_is_valid(name)) { // It becomes part of a plugin's URI
    error_set(error, "%s: name \"%.70s\" is not [a-z_][a-z0-9_]*", where, name);
    return false;
  }
  for (uint32_t i = 0; i < v; ++i) {
    if (!strcmp(views[i].name, name)) {
      error_set(error, "%s: an earlier view is called %s, too", where, name);
      return false;
    }
  }
  views[v].name = loader_string(loader, name);
  views[v].title = loader_string(loader, title);
  if (!views[v].name || !views[v].title ||
      !load_silence(loader, json, where, &views[v])) {
    return false;
  }
  Tag* const own = load_tags(loader, tags, v, &views[v]);
  return own && load_scales(loader, json, v, &views[v]) &&
         load_groups(loader, json, v, own, &views[v]);
}

static bool
load_all_views(Loader* loader, const json_t* json)
{
  const size_t n = json_array_size(json);
  if (n < 1 || n > NETWORK_MAX_VIEWS) {
    error_set(loader->error, "views is not a list of 1..%u", NETWORK_MAX_VIEWS);
    return false;
  }
  View* const views = (View*)loader_alloc(loader, n, sizeof(View));
  if (!views) {
    return false;
  }
  for (uint32_t i = 0; i < n; ++i) {
    if (!load_view(loader, json_array_get(json, i), i, views)) {
      return false;
    }
  }
  loader->network->n_views = (uint32_t)n;
  loader->network->views = views;
  return true;
}

bool
load_views(Loader* loader)
{
  json_t* const json = loader_metadata(loader, "views");
  const bool good = json && load_all_views(loader, json);
  json_decref(json);
  return good;
}
