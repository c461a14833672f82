// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "model/file/fields.h"
#include "model/file/loader.h"

#include <float.h>
#include <math.h>
#include <string.h>

#define MAX_SLOPE 10.0 /* a dB, of a level output */

static bool
load_names(Loader* loader, const json_t* json, const char** names)
{
  for (uint32_t i = 0; i < loader->network->n_outputs; ++i) {
    const char* const name = json_string_value(json_array_get(json, i));
    if (!name || !is_printable(name)) {
      error_set(loader->error, "outputs[%u] is not a name", i);
      return false;
    }
    for (uint32_t j = 0; j < i; ++j) {
      if (!strcmp(names[j], name)) {
        error_set(loader->error, "outputs[%u] is called as outputs[%u] is", i,
                  j);
        return false;
      }
    }
    names[i] = loader_string(loader, name);
    if (!names[i]) {
      return false;
    }
  }
  return true;
}

/// Which output means silence, and when; a network need not have one
static bool
load_silence(Loader* loader)
{
  Network* const network = loader->network;
  network->silence = -1;
  if (!safetensors_metadata(loader->file, "silence")) {
    return true;
  }
  json_t* const json = loader_metadata(loader, "silence");
  uint32_t output = 0;
  const bool good =
      json &&
      field_uint(json, "silence", "output", 0, network->n_outputs - 1, &output,
                 loader->error) &&
      field_float(json, "silence", "level", 0.0f, FLT_MAX,
                  &network->silence_level, loader->error);
  json_decref(json);
  network->silence = (int)output;
  return good;
}

/// [output, slope]
static bool
read_level_output(const json_t* json,
                  const Network* network,
                  uint32_t i,
                  LevelOutput* output,
                  Error* error)
{
  const json_t* const index = json_array_get(json, 0);
  const json_t* const slope = json_array_get(json, 1);
  const json_int_t o = json_integer_value(index);
  if (json_array_size(json) != 2 || !json_is_integer(index) || o < 0 ||
      o >= (json_int_t)network->n_outputs || !json_is_number(slope) ||
      !(fabs(json_number_value(slope)) <= MAX_SLOPE)) {
    error_set(error, "level_outputs[%u] is not [output, slope in range]", i);
    return false;
  }
  for (uint32_t k = 0; k < i; ++k) {
    if (network->level_outputs[k].output == (uint32_t)o) {
      error_set(error, "level_outputs[%u] is that of level_outputs[%u]", i, k);
      return false;
    }
  }
  output->output = (uint32_t)o;
  output->slope = (float)json_number_value(slope);
  return true;
}

static bool
read_level_outputs(Loader* loader, const json_t* json)
{
  Network* const network = loader->network;
  const size_t n = json_array_size(json);
  if (!n || n > network->n_outputs) {
    error_set(loader->error, "level_outputs is not a list of 1..%u pairs",
              network->n_outputs);
    return false;
  }
  LevelOutput* const outputs =
      (LevelOutput*)loader_alloc(loader, n, sizeof(LevelOutput));
  bool good = outputs;
  network->level_outputs = outputs;
  for (uint32_t i = 0; good && i < n; ++i) {
    good = read_level_output(json_array_get(json, i), network, i, &outputs[i],
                             loader->error);
    network->n_level_outputs += good;
  }
  return good;
}

/// Which outputs mean the true level; a network need not have any
static bool
load_level_outputs(Loader* loader)
{
  static const char* const key = "level_outputs";
  if (!safetensors_metadata(loader->file, key)) {
    return true;
  }
  json_t* const json = loader_addition(loader, key);
  const bool good = json && read_level_outputs(loader, json);
  json_decref(json);
  return good;
}

bool
load_outputs(Loader* loader)
{
  Network* const network = loader->network;
  json_t* const json = loader_metadata(loader, "outputs");
  if (!json) {
    return false;
  }
  bool good = json_array_size(json) == network->n_outputs;
  if (!good) {
    error_set(loader->error, "outputs is not a list of %u names",
              network->n_outputs);
  } else {
    const char** const names =
        (const char**)loader_alloc(loader, network->n_outputs, sizeof(char*));
    network->outputs = (const char* const*)names;
    good = names && load_names(loader, json, names);
  }
  json_decref(json);
  return good && load_silence(loader) && load_level_outputs(loader);
}
