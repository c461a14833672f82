// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "model/file/fields.h"
#include "model/file/loader.h"

#include <float.h>
#include <stdio.h>

#define MAX_OUTPUTS 1024u

static bool
load_dense_weights(Loader* loader, Dense* dense, const char* layer, uint32_t in)
{
  const WeightShape shape = {layer, dense->n_in, dense->n_out, dense->outputs};
  dense->weight = loader_weights(loader, &shape);
  if (!dense->weight) {
    return false;
  }
  if (loader->network->precision == PRECISION_INT8) {
    dense->input_scale =
        loader_floats(loader, layer, "input_scale", dense->n_in, in, 0.0f);
    if (!dense->input_scale) {
      return false;
    }
    dense->scale = loader_floats(loader, layer, "scale", dense->n_out,
                                 dense->outputs, 0.0f);
    if (!dense->scale) {
      return false;
    }
  }
  dense->bias = loader_floats(loader, layer, "bias", dense->n_out,
                              dense->outputs, -FLT_MAX);
  return dense->bias;
}

static bool
load_dense(Loader* loader,
           const json_t* json,
           uint32_t i,
           Dense* dense,
           uint32_t* inputs)
{
  Network* const network = loader->network;

  char where[32];
  char layer[32];
  snprintf(where, sizeof(where), "head.layers[%u]", i);
  snprintf(layer, sizeof(layer), "head.%u", i);
  const bool last = i + 1 == network->n_dense;
  if (!field_uint(json, where, "outputs", 1,
                  last ? MAX_OUTPUTS : NETWORK_MAX_INPUTS, &dense->outputs,
                  loader->error)) {
    return false;
  }
  dense->n_in = loader_pad(*inputs);
  dense->n_out = loader_pad(dense->outputs);
  if (!load_dense_weights(loader, dense, layer, *inputs)) {
    return false;
  }
  network->n_parameters += (uint64_t)dense->outputs * (*inputs + 1);
  *inputs = dense->outputs;
  return true;
}

static bool
load_all(Loader* loader, const json_t* json)
{
  Network* const network = loader->network;
  const json_t* const array =
      field_array(json, "head", "layers", 1, NETWORK_MAX_DENSE, loader->error);
  if (!array) {
    return false;
  }
  if (network->n_features > NETWORK_MAX_INPUTS) {
    error_set(loader->error, "branches: %u features are more than %u",
              network->n_features, NETWORK_MAX_INPUTS);
    return false;
  }

  network->n_dense = (uint32_t)json_array_size(array);
  Dense* const dense =
      (Dense*)loader_alloc(loader, network->n_dense, sizeof(Dense));
  if (!dense) {
    return false;
  }
  network->dense = dense;
  uint32_t inputs = network->n_features;
  for (uint32_t i = 0; i < network->n_dense; ++i) {
    if (!load_dense(loader, json_array_get(array, i), i, &dense[i], &inputs)) {
      return false;
    }
  }
  network->n_outputs = inputs;
  return true;
}

bool
load_head(Loader* loader)
{
  json_t* const json = loader_metadata(loader, "head");
  const bool good = json && load_all(loader, json);
  json_decref(json);
  return good;
}
