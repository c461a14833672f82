// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tests/support/random_network.h"

#include "model/file/network_file.h"
#include "tests/support/memory_file.h"
#include "tests/support/random.h"
#include "tests/support/random_metadata.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/// Of uniform I8 weights in -127..127
#define WEIGHT_RMS 73.3f

/// A file under construction
typedef struct {
  json_t* header;
  unsigned char* data;
  size_t size;
  Random random;
} Builder;

/// Inputs and outputs of a conv or dense layer, with and without padding
typedef struct {
  uint32_t steps;   ///< Columns that a conv spans; 1 for a dense layer
  uint32_t inputs;  ///< Channels or features that mean something
  uint32_t n_in;    ///< The same, padded
  uint32_t outputs; ///< Filters or outputs that mean something
  uint32_t n_out;   ///< The same, padded
} Layer;

/// How large the values of a layer are
typedef struct {
  float x_rms; ///< Of the inputs
  float y_rms; ///< Wanted for the outputs
  float y_low; ///< Range of the biases
  float y_high;
} Range;

static uint32_t
pad16(const uint32_t n)
{
  return (n + 15u) / 16u * 16u;
}

static size_t
type_size(const char* const type)
{
  return !strcmp(type, "I8") ? 1u : !strcmp(type, "F16") ? 2u : 4u;
}

/// Append a tensor of zeros; `n_dims` sizes follow
static void*
add_tensor(Builder* const b,
           const char* const layer,
           const char* const part,
           const char* const type,
           const uint32_t n_dims,
           const uint32_t* const dims)
{
  char name[80];
  snprintf(name, sizeof(name), "%s.%s", layer, part);
  size_t size = type_size(type);
  json_t* const shape = json_array();
  for (uint32_t i = 0; i < n_dims; ++i) {
    size *= dims[i];
    json_array_append_new(shape, json_integer((json_int_t)dims[i]));
  }
  json_object_set_new(b->header, name,
                      json_pack("{s:s,s:o,s:[I,I]}", "dtype", type, "shape",
                                shape, "data_offsets", (json_int_t)b->size,
                                (json_int_t)b->size + (json_int_t)size));
  b->data = (unsigned char*)realloc(b->data, b->size + size);
  assert(b->data);
  unsigned char* const start = b->data + b->size;
  memset(start, 0, size);
  b->size += size;
  return start;
}

/// F16 of a value that needs no more than its normal range
static uint16_t
half_from_float(const float value)
{
  if (fabsf(value) < 0x1p-14f) {
    return 0;
  }
  int exponent = 0;
  const float fraction = frexpf(fabsf(value), &exponent);
  const uint32_t mantissa = (uint32_t)lrintf(fraction * 2048.0f) - 1024u;
  const uint32_t bits = ((uint32_t)(exponent + 14) << 10u) + mantissa;
  return (uint16_t)(bits | (value < 0.0f ? 0x8000u : 0u));
}

static void
add_int8_weights(Builder* const b, const char* const name, const Layer* const l)
{
  const uint32_t dims[] = {l->n_out / 16u, l->steps * l->n_in / KERNELS_GROUP,
                           16u, KERNELS_GROUP};
  int8_t* const w = (int8_t*)add_tensor(b, name, "weight", "I8", 4, dims);
  for (uint32_t o = 0; o < l->outputs; ++o) {
    for (uint32_t t = 0; t < l->steps; ++t) {
      for (uint32_t c = 0; c < l->inputs; ++c) {
        const uint32_t i = t * l->n_in + c;
        const size_t block = (size_t)(o / 16u) * dims[1] + i / KERNELS_GROUP;
        w[(block * 16u + o % 16u) * KERNELS_GROUP + i % KERNELS_GROUP] =
            (int8_t)((int)random_below(&b->random, 255) - 127);
      }
    }
  }
}

static void
add_float_weights(Builder* const b,
                  const char* const name,
                  const char* const type,
                  const Layer* const l,
                  const float limit)
{
  const uint32_t dims[] = {l->steps * l->n_in, l->n_out};
  void* const data = add_tensor(b, name, "weight", type, 2, dims);
  for (uint32_t t = 0; t < l->steps; ++t) {
    for (uint32_t c = 0; c < l->inputs; ++c) {
      for (uint32_t o = 0; o < l->outputs; ++o) {
        const size_t i = ((size_t)t * l->n_in + c) * l->n_out + o;
        const float value = random_uniform(&b->random, -limit, limit);
        if (!strcmp(type, "F16")) {
          ((uint16_t*)data)[i] = half_from_float(value);
        } else {
          ((float*)data)[i] = value;
        }
      }
    }
  }
}

static void
add_values(Builder* const b,
           const char* const name,
           const char* const part,
           const uint32_t padded,
           const uint32_t n,
           const float low,
           const float high)
{
  float* const values = (float*)add_tensor(b, name, part, "F32", 1, &padded);
  for (uint32_t i = 0; i < n; ++i) {
    values[i] = random_uniform(&b->random, low, high);
  }
}

/// Weights, scales and biases of a conv or dense layer
static void
add_layer(Builder* const b,
          const NetworkShape* const shape,
          const char* const name,
          const Layer* const l,
          const Range* const r)
{
  const float gain =
      r->y_rms / (r->x_rms * sqrtf((float)(l->steps * l->inputs)));
  if (shape->precision == PRECISION_INT8) {
    const float scale = gain / WEIGHT_RMS;
    add_int8_weights(b, name, l);
    add_values(b, name, "scale", l->n_out, l->outputs, 0.7f * scale,
               1.3f * scale);
  } else {
    add_float_weights(b, name, shape->float_type, l, gain * sqrtf(3.0f));
  }
  add_values(b, name, "bias", l->n_out, l->outputs, r->y_low, r->y_high);
}

/// Returns how many features the branches have
static uint32_t
add_branches(Builder* const b, const NetworkShape* const shape)
{
  const bool int8 = shape->precision == PRECISION_INT8;
  uint32_t features = 0;
  for (uint32_t i = 0; i < shape->n_branches; ++i) {
    const BranchShape* const branch = &shape->branches[i];
    uint32_t inputs = shape->front_end.bands;
    for (uint32_t j = 0; j < branch->n_levels; ++j) {
      const LevelShape* const level = &branch->levels[j];
      const Layer layer = {level->length, inputs, pad16(inputs), level->filters,
                           pad16(level->filters)};
      const Range range = {int8 ? (j ? 33.0f : 17.0f) : (j ? 1.1f : 0.35f),
                           int8 ? 30.0f : 1.0f, int8 ? -10.0f : -0.3f,
                           int8 ? 20.0f : 0.6f};
      char name[48];
      snprintf(name, sizeof(name), "branches.%u.levels.%u", i, j);
      add_layer(b, shape, name, &layer, &range);
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
      add_values(b, name, "input_scale", layer.n_in, inputs, i ? 600.0f : 15.0f,
                 i ? 1200.0f : 30.0f);
    }
    add_layer(b, shape, name, &layer, &range);
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
  add_head(&b, shape, add_branches(&b, shape));
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
