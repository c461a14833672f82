// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "model/file/fields.h"
#include "model/file/loader.h"

#include <float.h>
#include <string.h>

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
  return good && load_silence(loader);
}
