// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tests/support/random_network.h"

#include "model/file/network_file.h"
#include "tests/support/memory_file.h"
#include "tests/support/random_layer.h"
#include "tests/support/random_metadata.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static uint32_t
pad16(const uint32_t n)
{
  return (n + 15u) / 16u * 16u;
}

/// Returns how many filters the banks have.  Of the sums over many positions
/// the largest are kept: the biases make up for it.
static uint32_t
add_timbre(Builder* const b, const NetworkShape* const shape)
{
  const bool int8 = shape->precision == PRECISION_INT8;
  uint32_t filters = 0;
  for (uint32_t i = 0; i < shape->n_banks; ++i) {
    const BankShape* const bank = &shape->banks[i];
    const uint32_t inputs = bank->bands * bank->frames;
    const Layer layer = {1u, inputs, pad16(inputs), bank->filters,
                         pad16(bank->filters)};
    const Range range = {int8 ? 17.0f : 0.35f, int8 ? 30.0f : 1.0f,
                         int8 ? -30.0f : -0.9f, int8 ? 10.0f : 0.3f};
    char name[32];
    snprintf(name, sizeof(name), "timbre.%u", i);
    random_layer_add(b, shape, name, &layer, &range);
    filters += bank->filters;
  }
  return filters;
}

/// Returns how many features these and the `timbre` filters are
static uint32_t
add_branches(Builder* const b,
             const NetworkShape* const shape,
             const uint32_t timbre)
{
  const bool int8 = shape->precision == PRECISION_INT8;
  uint32_t features = timbre;
  for (uint32_t i = 0; i < shape->n_branches; ++i) {
    const BranchShape* const branch = &shape->branches[i];
    uint32_t inputs = shape->front_end.bands + timbre;
    for (uint32_t j = 0; j < branch->n_levels; ++j) {
      const LevelShape* const level = &branch->levels[j];
      const Layer layer = {level->length, inputs, pad16(inputs), level->filters,
                           pad16(level->filters)};
      const Range range = {int8 ? (j ? 33.0f : 17.0f) : (j ? 1.1f : 0.35f),
                           int8 ? 30.0f : 1.0f, int8 ? -10.0f : -0.3f,
                           int8 ? 20.0f : 0.6f};
      char name[48];
      snprintf(name, sizeof(name), "branches.%u.levels.%u", i, j);
      random_layer_add(b, shape, name, &layer, &range);
      inputs = level->filters;
      features += inputs;
    }
  }
  return features;
}

static void
add_head(Builder* const b,
         const NetworkShape* const shape,
         const uint32_t features)
{
  const bool int8 = shape->precision == PRECISION_INT8;
  uint32_t inputs = features;
  for (uint32_t i = 0; i < shape->n_dense; ++i) {
    const bool last = i + 1u == shape->n_dense;
    const Layer layer = {1u, inputs, pad16(inputs), shape->dense[i],
                         pad16(shape->dense[i])};
    const Range range = {int8 ? (i ? 700.0f : 1300.0f) : 1.2f,
                         last ? 2.0f : 1.0f, last ? -3.0f : -0.3f,
                         last ? 1.0f : 0.6f};
    char name[32];
    snprintf(name, sizeof(name), "head.%u", i);
    if (int8) {
      random_layer_values(b, name, "input_scale", layer.n_in, inputs,
                          i ? 600.0f : 15.0f, i ? 1200.0f : 30.0f);
    }
    random_layer_add(b, shape, name, &layer, &range);
    inputs = shape->dense[i];
  }
}

unsigned char*
random_network_make(const NetworkShape* const shape,
                    const uint64_t seed,
                    size_t* const size)
{
  Builder b = {json_object(), NULL, 0, {seed}};
  json_object_set_new(b.header, "__metadata__", random_metadata(shape));
  add_head(&b, shape, add_branches(&b, shape, add_timbre(&b, shape)));
  unsigned char* const file =
      random_network_join(b.header, b.data, b.size, size);
  free(b.data);
  json_decref(b.header);
  return file;
}

unsigned char*
random_network_join(const json_t* const header,
                    const unsigned char* const data,
                    const size_t data_size,
                    size_t* const size)
{
  char* const text = json_dumps(header, JSON_COMPACT);
  assert(text);
  const size_t length = strlen(text);
  const size_t start = (8u + length + 63u) / 64u * 64u;
  unsigned char* const file = (unsigned char*)malloc(start + data_size);
  assert(file);
  for (uint32_t i = 0; i < 8u; ++i) {
    file[i] = (unsigned char)(((uint64_t)(start - 8u) >> (8u * i)) & 0xFFu);
  }
  memset(file + 8, ' ', start - 8u);
  memcpy(file + 8, text, length);
  if (data_size) {
    memcpy(file + start, data, data_size);
  }
  free(text);
  *size = start + data_size;
  return file;
}

void
random_network_write(const char* const path,
                     const NetworkShape* const shape,
                     const uint64_t seed)
{
  size_t size = 0;
  unsigned char* const data = random_network_make(shape, seed, &size);
  FILE* const file = fopen(path, "wb");
  assert(file);
  const size_t written = fwrite(data, 1, size, file);
  const int closed = fclose(file);
  assert(written == size && !closed);
  free(data);
}

Network*
random_network_load(const NetworkShape* const shape, const uint64_t seed)
{
  size_t size = 0;
  unsigned char* const data = random_network_make(shape, seed, &size);
  char path[MEMORY_FILE_PATH];
  const int fd = memory_file(data, size, path);
  Error error = {""};
  Network* const network = network_load(path, &error);
  assert(network && !error.text[0]);
  close(fd);
  free(data);
  return network;
}
