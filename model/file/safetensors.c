// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "model/file/safetensors.h"

#include "model/file/fields.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "Network files are mapped as they are: little-endian machines only"
#endif

#define METADATA "__metadata__"

typedef struct {
  const char* name;
  Tensor tensor;
  size_t begin; ///< Offsets within the data
  size_t end;
  bool used;
} Entry;

struct Safetensors {
  json_t* header;
  const unsigned char* data; ///< What follows the header
  size_t size;
  Entry* entries; ///< In the order of their offsets
  size_t n_entries;
};

/// Bytes of an element, 0 if the type is not known
static size_t
element_size(const char* type)
{
  static const struct {
    const char* name;
    size_t size;
  } types[] = {{"BOOL", 1}, {"U8", 1},   {"I8", 1},  {"I16", 2}, {"U16", 2},
               {"F16", 2},  {"BF16", 2}, {"I32", 4}, {"U32", 4}, {"F32", 4},
               {"I64", 8},  {"U64", 8},  {"F64", 8}};
  for (size_t i = 0; type && i < sizeof(types) / sizeof(types[0]); ++i) {
    if (!strcmp(type, types[i].name)) {
      return types[i].size;
    }
  }
  return 0;
}

/// A JSON integer in 0..max
static bool
get_size(const json_t* value, size_t max, size_t* size)
{
  if (!json_is_integer(value) || json_integer_value(value) < 0 ||
      (uint64_t)json_integer_value(value) > max) {
    return false;
  }
  *size = (size_t)json_integer_value(value);
  return true;
}

/// Dimensions, and the bytes that they make, which may not exceed `max`
static bool
read_shape(Tensor* tensor, const json_t* shape, size_t max)
{
  if (!json_is_array(shape) || json_array_size(shape) > SAFETENSORS_MAX_DIMS) {
    return false;
  }
  tensor->n_dims = (uint32_t)json_array_size(shape);
  tensor->size = element_size(tensor->type);
  for (uint32_t i = 0; i < tensor->n_dims; ++i) {
    size_t dim = 0;
    if (!get_size(json_array_get(shape, i), max, &dim) ||
        (dim && tensor->size > max / dim)) {
      return false;
    }
    tensor->dims[i] = dim;
    tensor->size *= dim;
  }
  return true;
}

static bool
read_entry(const Safetensors* file,
           Entry* entry,
           const json_t* value,
           Error* error)
{
  Tensor* const tensor = &entry->tensor;
  tensor->type = json_string_value(json_object_get(value, "dtype"));
  const size_t element = element_size(tensor->type);
  if (!element) {
    error_set(error, "tensor %.60s has no known dtype", entry->name);
    return false;
  }
  if (!read_shape(tensor, json_object_get(value, "shape"), file->size)) {
    error_set(error, "tensor %.60s has an impossible shape", entry->name);
    return false;
  }

  const json_t* const offsets = json_object_get(value, "data_offsets");
  if (json_array_size(offsets) != 2 ||
      !get_size(json_array_get(offsets, 0), file->size, &entry->begin) ||
      !get_size(json_array_get(offsets, 1), file->size, &entry->end)) {
    error_set(error, "tensor %.60s lies outside the file (truncated?)",
              entry->name);
    return false;
  }
  if (entry->begin > entry->end || entry->end - entry->begin != tensor->size) {
    error_set(error, "tensor %.60s: shape and size disagree", entry->name);
    return false;
  }
  tensor->data = file->data + entry->begin;
  if ((uintptr_t)tensor->data % element) {
    error_set(error, "tensor %.60s is not aligned", entry->name);
    return false;
  }
  return true;
}

static int
compare_entries(const void* a, const void* b)
{
  const Entry* const x = (const Entry*)a;
  const Entry* const y = (const Entry*)b;
  return x->begin != y->begin ? (x->begin > y->begin ? 1 : -1)
         : x->end != y->end   ? (x->end > y->end ? 1 : -1)
                              : 0;
}

/// Tensors fill the data: no overlap, no hole, nothing behind the last
static bool
check_layout(Safetensors* file, Error* error)
{
  qsort(file->entries, file->n_entries, sizeof(Entry), compare_entries);
  size_t end = 0;
  for (size_t i = 0; i < file->n_entries; ++i) {
    const Entry* const entry = &file->entries[i];
    if (entry->begin != end) {
      error_set(error, "tensor %.60s %s", entry->name,
                entry->begin < end ? "overlaps the one before it"
                                   : "follows a hole");
      return false;
    }
    end = entry->end;
  }
  if (end != file->size) {
    error_set(error, "has %zu bytes behind the last tensor", file->size - end);
    return false;
  }
  return true;
}

static bool
read_metadata(const json_t* metadata, Error* error)
{
  if (!json_is_object(metadata)) {
    error_set(error, METADATA " is not an object");
    return false;
  }
  const char* key = NULL;
  json_t* value = NULL;
  json_object_foreach((json_t*)(uintptr_t)metadata, key, value)
  {
    if (!json_is_string(value)) {
      error_set(error, "metadata %.60s is not a string", key);
      return false;
    }
  }
  return true;
}

static bool
read_header(Safetensors* file, Error* error)
{
  const size_t n_keys = json_object_size(file->header);
  file->entries = (Entry*)calloc(n_keys + 1, sizeof(Entry));
  if (!file->entries) {
    error_set(error, ERROR_NO_MEMORY);
    return false;
  }

  const char* key = NULL;
  json_t* value = NULL;
  json_object_foreach(file->header, key, value)
  {
    if (!strcmp(key, METADATA)) {
      if (!read_metadata(value, error)) {
        return false;
      }
    } else {
      Entry* const entry = &file->entries[file->n_entries++];
      entry->name = key;
      if (!read_entry(file, entry, value, error)) {
        return false;
      }
    }
  }
  return check_layout(file, error);
}

/// Set `length` to the bytes of the header
static bool
read_length(const unsigned char* bytes,
            size_t size,
            size_t* length,
            Error* error)
{
  if (size < 10) {
    error_set(error, "is too short for a safetensors file");
    return false;
  }
  uint64_t n = 0;
  memcpy(&n, bytes, sizeof(n));
  if (n > SAFETENSORS_MAX_HEADER || bytes[8] != '{') {
    error_set(error, "is not a safetensors file, or its header is too large");
    return false;
  }
  if (n > size - sizeof(n)) {
    error_set(error, "is truncated within its header");
    return false;
  }
  *length = (size_t)n;
  return true;
}

Safetensors*
safetensors_new(const void* bytes, size_t size, Error* error)
{
  const char* const text = (const char*)bytes + 8;
  size_t length = 0;
  if (!read_length((const unsigned char*)bytes, size, &length, error)) {
    return NULL;
  }
  Safetensors* const file = (Safetensors*)calloc(1, sizeof(Safetensors));
  if (!file) {
    error_set(error, ERROR_NO_MEMORY);
    return NULL;
  }

  file->data = (const unsigned char*)text + length;
  file->size = size - 8 - length;
  file->header = fields_parse(text, length, "header", error);
  if (!file->header || !read_header(file, error)) {
    safetensors_free(file);
    return NULL;
  }
  return file;
}

void
safetensors_free(Safetensors* file)
{
  if (file) {
    json_decref(file->header);
    free(file->entries);
    free(file);
  }
}

const char*
safetensors_metadata(const Safetensors* file, const char* key)
{
  return json_string_value(
      json_object_get(json_object_get(file->header, METADATA), key));
}

const Tensor*
safetensors_find(Safetensors* file, const char* name)
{
  for (size_t i = 0; i < file->n_entries; ++i) {
    Entry* const entry = &file->entries[i];
    if (!strcmp(entry->name, name)) {
      entry->used = true;
      return &entry->tensor;
    }
  }
  return NULL;
}

const char*
safetensors_unused(const Safetensors* file)
{
  for (size_t i = 0; i < file->n_entries; ++i) {
    if (!file->entries[i].used) {
      return file->entries[i].name;
    }
  }
  return NULL;
}
