// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "base/half.h"
#include "model/file/loader.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define SHAPE_TEXT 96

/// "[8, 96, 16, 4]"
static void
print_shape(char* text, const uint64_t* dims, uint32_t n_dims)
{
  int end = snprintf(text, SHAPE_TEXT, "[");
  for (uint32_t i = 0; i < n_dims && end < SHAPE_TEXT; ++i) {
    end += snprintf(text + end, SHAPE_TEXT - (size_t)end, "%s%llu",
                    i ? ", " : "", (unsigned long long)dims[i]);
  }
  if (end < SHAPE_TEXT) {
    snprintf(text + end, SHAPE_TEXT - (size_t)end, "]");
  }
}

/// The tensor `layer.part` of exactly that shape
static const Tensor*
find_tensor(Loader* loader,
            const char* layer,
            const char* part,
            uint32_t n_dims,
            const uint64_t* dims)
{
  char name[80];
  snprintf(name, sizeof(name), "%s.%s", layer, part);
  const Tensor* const tensor = safetensors_find(loader->file, name);
  if (!tensor) {
    error_set(loader->error, "tensor %s is missing", name);
    return NULL;
  }
  if (tensor->n_dims != n_dims ||
      memcmp(tensor->dims, dims, n_dims * sizeof(dims[0]))) {
    char is[SHAPE_TEXT];
    char wanted[SHAPE_TEXT];
    print_shape(is, tensor->dims, tensor->n_dims);
    print_shape(wanted, dims, n_dims);
    error_set(loader->error, "tensor %s has the shape %s, not %s", name, is,
              wanted);
    return NULL;
  }
  return tensor;
}

static void
wrong_type(Loader* loader,
           const char* layer,
           const char* part,
           const Tensor* tensor,
           const char* wanted)
{
  error_set(loader->error, "tensor %s.%s has the dtype %s, not %s", layer, part,
            tensor->type, wanted);
}

/// Without branches, so that compilers can vectorise it
static bool
all_finite(const float* values, size_t n)
{
  uint32_t bad = 0;
  for (size_t i = 0; i < n; ++i) {
    uint32_t bits = 0;
    memcpy(&bits, &values[i], sizeof(bits));
    bad |= (bits & 0x7F800000u) == 0x7F800000u;
  }
  return !bad;
}

const float*
loader_floats(Loader* loader,
              const char* layer,
              const char* part,
              uint32_t n,
              uint32_t used,
              float low)
{
  const uint64_t dims[] = {n};
  const Tensor* const tensor = find_tensor(loader, layer, part, 1, dims);
  if (!tensor) {
    return NULL;
  }
  if (strcmp(tensor->type, "F32")) {
    wrong_type(loader, layer, part, tensor, "F32");
    return NULL;
  }
  const float* const values = (const float*)tensor->data;
  if (!all_finite(values, n)) {
    error_set(loader->error, "tensor %s.%s holds a number that is not finite",
              layer, part);
    return NULL;
  }
  for (uint32_t i = 0; i < n; ++i) {
    if (i < used ? values[i] < low : fabsf(values[i]) > 0.0f) {
      error_set(loader->error, "tensor %s.%s: element %u is %g, but %s", layer,
                part, i, (double)values[i],
                i < used ? "may not be negative" : "padding must be 0");
      return NULL;
    }
  }
  return values;
}

/// The packed weights of the outputs from `used` on are 0
static bool
int8_padding_is_zero(const int8_t* weights, const WeightShape* shape)
{
  const uint32_t pad = KERNELS_PAD;
  const size_t rows = (size_t)shape->n_in / KERNELS_GROUP;
  const int8_t* const last =
      weights + (size_t)(shape->n_out / pad - 1) * rows * pad * KERNELS_GROUP;
  const uint32_t first = (shape->used - 1) % pad + 1;
  for (size_t q = 0; q < rows; ++q) {
    for (size_t i = first * KERNELS_GROUP; i < pad * KERNELS_GROUP; ++i) {
      if (last[q * pad * KERNELS_GROUP + i]) {
        return false;
      }
    }
  }
  return true;
}

static const void*
int8_weights(Loader* loader, const WeightShape* shape)
{
  const uint64_t dims[] = {shape->n_out / KERNELS_PAD,
                           shape->n_in / KERNELS_GROUP, KERNELS_PAD,
                           KERNELS_GROUP};
  const Tensor* const tensor =
      find_tensor(loader, shape->layer, "weight", 4, dims);
  if (!tensor) {
    return NULL;
  }
  if (strcmp(tensor->type, "I8")) {
    wrong_type(loader, shape->layer, "weight", tensor, "I8");
    return NULL;
  }
  const int8_t* const weights = (const int8_t*)tensor->data;
  uint8_t bad = 0;
  for (size_t i = 0; i < tensor->size; ++i) {
    bad = (uint8_t)(bad | (weights[i] == INT8_MIN));
  }
  if (bad) {
    // One instruction set could then saturate where another does not
    error_set(loader->error, "tensor %s.weight holds -128", shape->layer);
    return NULL;
  }
  if (!int8_padding_is_zero(weights, shape)) {
    error_set(loader->error, "tensor %s.weight: padding must be 0",
              shape->layer);
    return NULL;
  }
  return weights;
}

static bool
float_padding_is_zero(const float* weights, const WeightShape* shape)
{
  for (uint32_t i = 0; i < shape->n_in; ++i) {
    const float* const row = weights + (size_t)i * shape->n_out;
    for (uint32_t o = shape->used; o < shape->n_out; ++o) {
      if (fabsf(row[o]) > 0.0f) {
        return false;
      }
    }
  }
  return true;
}

static const void*
float_weights(Loader* loader, const WeightShape* shape)
{
  const uint64_t dims[] = {shape->n_in, shape->n_out};
  const size_t n = (size_t)shape->n_in * shape->n_out;
  const Tensor* const tensor =
      find_tensor(loader, shape->layer, "weight", 2, dims);
  if (!tensor) {
    return NULL;
  }
  const float* weights = (const float*)tensor->data;
  if (!strcmp(tensor->type, "F16")) {
    float* const single = (float*)loader_alloc(loader, n, sizeof(float));
    if (!single) {
      return NULL;
    }
    half_to_float((const uint16_t*)tensor->data, single, n);
    weights = single;
  } else if (strcmp(tensor->type, "F32")) {
    wrong_type(loader, shape->layer, "weight", tensor, "F16 or F32");
    return NULL;
  }
  if (!all_finite(weights, n)) {
    error_set(loader->error,
              "tensor %s.weight holds a number that is not finite",
              shape->layer);
    return NULL;
  }
  if (!float_padding_is_zero(weights, shape)) {
    error_set(loader->error, "tensor %s.weight: padding must be 0",
              shape->layer);
    return NULL;
  }
  return weights;
}

const void*
loader_weights(Loader* loader, const WeightShape* shape)
{
  return loader->network->precision == PRECISION_INT8
             ? int8_weights(loader, shape)
             : float_weights(loader, shape);
}

bool
loader_light(const Loader* loader, const WeightShape* shape, const void* weight)
{
  return loader->network->precision == PRECISION_INT8 &&
         kernels_are_light((const int8_t*)weight, shape->n_in, shape->n_out);
}

bool
loader_conv(Loader* loader,
            const WeightShape* shape,
            const void** weight,
            const float** scale,
            const float** bias)
{
  *weight = loader_weights(loader, shape);
  if (!*weight) {
    return false;
  }
  if (loader->network->precision == PRECISION_INT8) {
    *scale = loader_floats(loader, shape->layer, "scale", shape->n_out,
                           shape->used, 0.0f);
    if (!*scale) {
      return false;
    }
  }
  *bias = loader_floats(loader, shape->layer, "bias", shape->n_out, shape->used,
                        -FLT_MAX);
  return *bias;
}
