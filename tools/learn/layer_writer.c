// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/learn/layer_writer.h"

#include <stdio.h>

void
layer_writer_floats(TensorWriter* writer,
                    const char* layer,
                    const char* part,
                    uint32_t n,
                    const float* values)
{
  char name[80];
  snprintf(name, sizeof(name), "%s.%s", layer, part);
  tensor_writer_tensor(writer, name, "F32", 1, &n, values, n * sizeof(float));
}

void
layer_writer_weights(TensorWriter* writer,
                     const char* layer,
                     Precision precision,
                     uint32_t n_in,
                     uint32_t n_out,
                     const void* weights)
{
  char name[80];
  snprintf(name, sizeof(name), "%s.weight", layer);
  const size_t n = (size_t)n_in * n_out;
  if (precision == PRECISION_INT8) {
    const uint32_t dims[] = {n_out / KERNELS_PAD, n_in / KERNELS_GROUP,
                             KERNELS_PAD, KERNELS_GROUP};
    tensor_writer_tensor(writer, name, "I8", 4, dims, weights, n);
  } else {
    const uint32_t dims[] = {n_in, n_out};
    tensor_writer_tensor(writer, name, "F32", 2, dims, weights,
                         n * sizeof(float));
  }
}

/// A conv of the base as it is
static void
write_conv(TensorWriter* writer,
           const char* layer,
           uint32_t n_in,
           uint32_t n_out,
           const void* weight,
           const float* scale,
           const float* bias)
{
  layer_writer_weights(writer, layer, scale ? PRECISION_INT8 : PRECISION_FLOAT,
                       n_in, n_out, weight);
  layer_writer_floats(writer, layer, "bias", n_out, bias);
  if (scale) {
    layer_writer_floats(writer, layer, "scale", n_out, scale);
  }
}

/// The base's banks of 2-D filters, if it has any
static void
write_timbre(TensorWriter* writer, const TimbreSpec* timbre)
{
  json_t* const banks = json_array();
  for (uint32_t i = 0; i < timbre->n_banks; ++i) {
    const Bank* const bank = &timbre->banks[i];
    char layer[32];
    snprintf(layer, sizeof(layer), "timbre.%u", i);
    write_conv(writer, layer, bank->n_in, bank->n_out, bank->weight,
               bank->scale, bank->bias);
    json_array_append_new(
        banks, json_pack("{s:i, s:i, s:i, s:i}", "bands", (int)bank->bands,
                         "frames", (int)bank->frames, "stride",
                         (int)bank->stride, "filters", (int)bank->filters));
  }
  if (timbre->n_banks) {
    tensor_writer_json(
        writer, "timbre",
        json_pack("{s:i, s:O}", "window", (int)timbre->window, "banks", banks));
  }
  json_decref(banks);
}

/// The base's branches as they are
static void
write_branches(TensorWriter* writer, const Network* base)
{
  json_t* const branches = json_array();
  for (uint32_t i = 0; i < base->n_branches; ++i) {
    const BranchSpec* const branch = &base->branches[i];
    json_t* const levels = json_array();
    for (uint32_t j = 0; j < branch->n_levels; ++j) {
      const Level* const level = &branch->levels[j];
      char layer[48];
      snprintf(layer, sizeof(layer), "branches.%u.levels.%u", i, j);
      write_conv(writer, layer, level->length * level->n_in, level->n_out,
                 level->weight, level->scale, level->bias);
      json_array_append_new(levels, json_pack("{s:i, s:i, s:i}", "filters",
                                              (int)level->filters, "length",
                                              (int)level->length, "pool",
                                              (int)level->pool));
    }
    json_array_append_new(
        branches, json_pack("{s:s, s:i, s:o}", "name", branch->name, "frames",
                            (int)branch->frames, "levels", levels));
  }
  tensor_writer_json(writer, "branches", branches);
}

void
layer_writer_convs(TensorWriter* writer, const Network* base)
{
  write_timbre(writer, &base->timbre);
  write_branches(writer, base);
}
