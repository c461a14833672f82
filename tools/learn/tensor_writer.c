// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#include "tools/learn/tensor_writer.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ALIGNMENT 8u

struct TensorWriter {
  json_t* header;
  json_t* metadata;
  unsigned char* data;
  size_t size;
  bool failed; ///< Memory was short
};

TensorWriter*
tensor_writer_new(void)
{
  TensorWriter* const writer = (TensorWriter*)calloc(1, sizeof(TensorWriter));
  if (writer) {
    writer->header = json_object();
    writer->metadata = json_object();
    writer->failed =
        json_object_set(writer->header, "__metadata__", writer->metadata) != 0;
  }
  return writer;
}

void
tensor_writer_free(TensorWriter* writer)
{
  if (writer) {
    json_decref(writer->metadata);
    json_decref(writer->header);
    free(writer->data);
    free(writer);
  }
}

void
tensor_writer_text(TensorWriter* writer, const char* key, const char* text)
{
  if (json_object_set_new(writer->metadata, key, json_string(text))) {
    writer->failed = true;
  }
}

void
tensor_writer_json(TensorWriter* writer, const char* key, json_t* value)
{
  char* const text = json_dumps(value, JSON_COMPACT);
  json_decref(value);
  tensor_writer_text(writer, key, text ? text : "");
  writer->failed = writer->failed || !text;
  free(text);
}

void
tensor_writer_tensor(TensorWriter* writer,
                     const char* name,
                     const char* type,
                     uint32_t n_dims,
                     const uint32_t* dims,
                     const void* data,
                     size_t size)
{
  unsigned char* const grown =
      (unsigned char*)realloc(writer->data, writer->size + size);
  if (!grown) {
    writer->failed = true;
    return;
  }
  memcpy(grown + writer->size, data, size);
  writer->data = grown;

  json_t* const shape = json_array();
  for (uint32_t i = 0; i < n_dims; ++i) {
    json_array_append_new(shape, json_integer(dims[i]));
  }
  json_t* const tensor = json_pack(
      "{s:s, s:o, s:[I, I]}", "dtype", type, "shape", shape, "data_offsets",
      (json_int_t)writer->size, (json_int_t)writer->size + (json_int_t)size);
  if (json_object_set_new(writer->header, name, tensor)) {
    writer->failed = true;
  }
  writer->size += size;
}

static bool
write_all(const TensorWriter* writer, FILE* file, const char* header)
{
  const size_t length = strlen(header);
  const size_t padded = (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  unsigned char bytes[8];
  for (unsigned i = 0; i < sizeof(bytes); ++i) {
    bytes[i] = (unsigned char)((uint64_t)padded >> (8 * i));
  }
  return fwrite(bytes, 1, sizeof(bytes), file) == sizeof(bytes) &&
         fprintf(file, "%-*s", (int)padded, header) == (int)padded &&
         fwrite(writer->data, 1, writer->size, file) == writer->size;
}

bool
tensor_writer_save(const TensorWriter* writer, const char* path, Error* error)
{
  char* const header =
      writer->failed ? NULL : json_dumps(writer->header, JSON_COMPACT);
  if (!header) {
    error_set(error, ERROR_NO_MEMORY);
    return false;
  }
  FILE* const file = fopen(path, "wbx");
  bool good = file && write_all(writer, file, header);
  good = (!file || !fclose(file)) && good;
  if (!good) {
    error_set(error, "%s: %s", path, strerror(errno));
  }
  if (!good && file) {
    remove(path);
  }
  free(header);
  return good;
}
