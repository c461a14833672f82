// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "model/file/fields.h"
#include "model/file/loader.h"

#include <math.h>
#include <stdio.h>

#define MAX_WINDOW 4096u
#define MAX_FRAMES 16u
#define MAX_FILTERS 1024u

// Sums of any level over all inputs that it may have fit in 32 bits
_Static_assert((512 + (int64_t)NETWORK_MAX_INPUTS) * 16 * KERNELS_U7_MAX *
                       KERNELS_U7_MAX <=
                   INT32_MAX,
               "inputs of a level");

/// The weights of padded inputs are 0, for kernels read there what is next
static bool
padding_is_zero(const Bank* bank, Precision precision)
{
  const uint32_t group = KERNELS_GROUP;
  for (uint32_t i = bank->bands * bank->frames; i < bank->n_in; ++i) {
    for (uint32_t o = 0; o < bank->n_out; ++o) {
      const size_t block =
          (size_t)(o / KERNELS_PAD) * (bank->n_in / group) + i / group;
      const size_t packed =
          (block * KERNELS_PAD + o % KERNELS_PAD) * group + i % group;
      const size_t plain = (size_t)i * bank->n_out + o;
      if (precision == PRECISION_INT8
              ? ((const int8_t*)bank->weight)[packed] != 0
              : fabsf(((const float*)bank->weight)[plain]) > 0.0f) {
        return false;
      }
    }
  }
  return true;
}

static bool
load_bank_weights(Loader* loader, Bank* bank, const char* layer)
{
  const WeightShape shape = {layer, bank->n_in, bank->n_out, bank->filters};
  if (!loader_conv(loader, &shape, &bank->weight, &bank->scale, &bank->bias)) {
    return false;
  }
  if (!padding_is_zero(bank, loader->network->precision)) {
    error_set(loader->error, "tensor %s.weight: padding must be 0", layer);
    return false;
  }
  bank->light = loader_light(loader, &shape, bank->weight);
  return true;
}

static bool
load_bank(Loader* loader, const json_t* json, uint32_t i, Bank* bank)
{
  char where[32];
  char layer[32];
  snprintf(where, sizeof(where), "timbre.banks[%u]", i);
  snprintf(layer, sizeof(layer), "timbre.%u", i);
  Network* const network = loader->network;
  const uint32_t bands = network->front_end.bands;
  Error* const error = loader->error;
  if (!field_uint(json, where, "bands", 1, bands, &bank->bands, error) ||
      !field_uint(json, where, "frames", 1, MAX_FRAMES, &bank->frames, error) ||
      !field_uint(json, where, "stride", 1, bands, &bank->stride, error) ||
      !field_uint(json, where, "filters", 1, MAX_FILTERS, &bank->filters,
                  error)) {
    return false;
  }
  bank->positions = (bands - bank->bands) / bank->stride + 1;
  bank->n_in = loader_pad(bank->bands * bank->frames);
  bank->n_out = loader_pad(bank->filters);

  TimbreSpec* const timbre = &network->timbre;
  timbre->filters += bank->filters;
  timbre->frames =
      bank->frames > timbre->frames ? bank->frames : timbre->frames;
  network->n_parameters +=
      (uint64_t)bank->filters * (bank->bands * bank->frames + 1);
  if (timbre->filters > NETWORK_MAX_INPUTS) {
    error_set(error, "timbre: %u filters are more than %u", timbre->filters,
              NETWORK_MAX_INPUTS);
    return false;
  }
  return load_bank_weights(loader, bank, layer);
}

static bool
load_all(Loader* loader, const json_t* json)
{
  TimbreSpec* const timbre = &loader->network->timbre;
  const json_t* const array =
      field_array(json, "timbre", "banks", 1, NETWORK_MAX_BANKS, loader->error);
  if (!array || !field_uint(json, "timbre", "window", 1, MAX_WINDOW,
                            &timbre->window, loader->error)) {
    return false;
  }
  const uint32_t n = (uint32_t)json_array_size(array);
  Bank* const banks = (Bank*)loader_alloc(loader, n, sizeof(Bank));
  if (!banks) {
    return false;
  }
  timbre->n_banks = n;
  timbre->banks = banks;
  for (uint32_t i = 0; i < n; ++i) {
    if (!load_bank(loader, json_array_get(array, i), i, &banks[i])) {
      return false;
    }
  }
  return true;
}

bool
load_timbre(Loader* loader)
{
  Network* const network = loader->network;
  bool good = true;
  if (safetensors_metadata(loader->file, "timbre")) {
    json_t* const json = loader_addition(loader, "timbre");
    good = json && load_all(loader, json);
    json_decref(json);
  }
  network->channels = network->front_end.bands + network->timbre.filters;
  network->n_features = network->timbre.filters;
  return good;
}
