// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "model/file/fields.h"
#include "model/file/loader.h"

#include <stdio.h>

#define MAX_FRAMES 4096u
#define MAX_FILTERS 1024u
#define MAX_LENGTH 16u
#define MAX_POOL 16u

/// What a level follows on
typedef struct {
  uint32_t channels; ///< That mean something
  uint32_t stride;   ///< Frames from column to column
} Input;

static bool
load_level_weights(Loader* loader, Level* level, const char* layer)
{
  const WeightShape shape = {layer, level->length * level->n_in, level->n_out,
                             level->filters};
  if (!loader_conv(loader, &shape, &level->weight, &level->scale,
                   &level->bias)) {
    return false;
  }
  level->light = loader_light(loader, &shape, level->weight);
  return true;
}

static bool
load_level(Loader* loader,
           const json_t* json,
           const char* where,
           uint32_t frames,
           Input* input,
           Level* level)
{
  Error* const error = loader->error;
  if (!field_uint(json, where, "filters", 1, MAX_FILTERS, &level->filters,
                  error) ||
      !field_uint(json, where, "length", 1, MAX_LENGTH, &level->length,
                  error) ||
      !field_uint(json, where, "pool", 1, MAX_POOL, &level->pool, error)) {
    return false;
  }
  level->n_in = loader_pad(input->channels);
  level->n_out = loader_pad(level->filters);
  level->stride = input->stride * level->pool; // Up to 4096 * 16
  if (frames % level->stride) {
    error_set(error, "%s: a stride of %u does not divide the %u frames", where,
              level->stride, frames);
    return false;
  }
  level->window = frames / level->stride;

  Network* const network = loader->network;
  network->n_features += level->filters;
  network->n_parameters +=
      (uint64_t)level->filters * (level->length * input->channels + 1);
  input->channels = level->filters;
  input->stride = level->stride;
  return true;
}

static bool
load_branch(Loader* loader, const json_t* json, uint32_t b, BranchSpec* branch)
{
  char where[48];
  snprintf(where, sizeof(where), "branches[%u]", b);
  Error* const error = loader->error;
  const char* const name = field_text(json, where, "name", false, error);
  const json_t* const array =
      name ? field_array(json, where, "levels", 1, NETWORK_MAX_LEVELS, error)
           : NULL;
  if (!array || !field_uint(json, where, "frames", 1, MAX_FRAMES,
                            &branch->frames, error)) {
    return false;
  }

  const uint32_t n_levels = (uint32_t)json_array_size(array);
  Level* const levels = (Level*)loader_alloc(loader, n_levels, sizeof(Level));
  branch->name = loader_string(loader, name);
  branch->n_levels = n_levels;
  branch->levels = levels;
  if (!levels || !branch->name) {
    return false;
  }

  Input input = {loader->network->channels, 1};
  for (uint32_t i = 0; i < n_levels; ++i) {
    char layer[48];
    snprintf(where, sizeof(where), "branches[%u].levels[%u]", b, i);
    snprintf(layer, sizeof(layer), "branches.%u.levels.%u", b, i);
    if (!load_level(loader, json_array_get(array, i), where, branch->frames,
                    &input, &levels[i]) ||
        !load_level_weights(loader, &levels[i], layer)) {
      return false;
    }
  }
  return true;
}

static bool
load_all(Loader* loader, const json_t* json)
{
  const size_t n = json_array_size(json);
  if (n < 1 || n > NETWORK_MAX_BRANCHES) {
    error_set(loader->error, "branches is not a list of 1..%u",
              NETWORK_MAX_BRANCHES);
    return false;
  }
  BranchSpec* const branches =
      (BranchSpec*)loader_alloc(loader, n, sizeof(BranchSpec));
  if (!branches) {
    return false;
  }
  loader->network->n_branches = (uint32_t)n;
  loader->network->branches = branches;
  for (uint32_t i = 0; i < n; ++i) {
    if (!load_branch(loader, json_array_get(json, i), i, &branches[i])) {
      return false;
    }
  }
  return true;
}

bool
load_branches(Loader* loader)
{
  json_t* const json = loader_metadata(loader, "branches");
  const bool good = json && load_all(loader, json);
  json_decref(json);
  return good;
}
