// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_TENSOR_WRITER_H
#define EARMARK_TENSOR_WRITER_H

#include "base/error.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// A safetensors file being put together in memory.  Where memory is short,
/// only tensor_writer_save() says so.
typedef struct TensorWriter TensorWriter;

/// NULL if memory is short
TensorWriter* tensor_writer_new(void);

void tensor_writer_free(TensorWriter* writer);

/// Metadata: a text
void
tensor_writer_text(TensorWriter* writer, const char* key, const char* text);

/// Metadata: the text of a JSON value, which is decrefed
void tensor_writer_json(TensorWriter* writer, const char* key, json_t* value);

/// A tensor, row-major; `size` is in bytes
void tensor_writer_tensor(TensorWriter* writer,
                          const char* name,
                          const char* type,
                          uint32_t n_dims,
                          const uint32_t* dims,
                          const void* data,
                          size_t size);

/// Write all of it.  False with a message, also if memory was short before.
bool
tensor_writer_save(const TensorWriter* writer, const char* path, Error* error);

#endif
