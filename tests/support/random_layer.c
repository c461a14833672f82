// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tests/support/random_layer.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/// Of uniform I8 weights, as a share of the largest
#define WEIGHT_RMS 0.577f

/// The largest of uniform weights: any, or such that any four are light
static int
largest_weight(const NetworkShape* shape)
{
  return shape->light ? KERNELS_LIGHT_WEIGHTS / 4 : 127;
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
add_int8_weights(Builder* const b,
                 const char* const name,
                 const Layer* const l,
                 const int most)
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
            (int8_t)((int)random_below(&b->random, 2 * (uint32_t)most + 1) -
                     most);
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

void
random_layer_values(Builder* const b,
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

void
random_layer_add(Builder* const b,
                 const NetworkShape* const shape,
                 const char* const name,
                 const Layer* const l,
                 const Range* const r)
{
  const float gain =
      r->y_rms / (r->x_rms * sqrtf((float)(l->steps * l->inputs)));
  if (shape->precision == PRECISION_INT8) {
    const int most = largest_weight(shape);
    const float scale = gain / (WEIGHT_RMS * (float)most);
    add_int8_weights(b, name, l, most);
    random_layer_values(b, name, "scale", l->n_out, l->outputs, 0.7f * scale,
                        1.3f * scale);
  } else {
    add_float_weights(b, name, shape->float_type, l, gain * sqrtf(3.0f));
  }
  random_layer_values(b, name, "bias", l->n_out, l->outputs, r->y_low,
                      r->y_high);
}
