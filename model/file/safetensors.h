// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_SAFETENSORS_H
#define EARMARK_SAFETENSORS_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SAFETENSORS_MAX_DIMS 8u
#define SAFETENSORS_MAX_HEADER (4u << 20u) ///< Bytes

/// A tensor in the file: row-major, little-endian, aligned to its element
typedef struct {
  const char* type; ///< "I8", "F16", "F32", ... as in the file
  uint32_t n_dims;
  uint64_t dims[SAFETENSORS_MAX_DIMS];
  const void* data;
  size_t size; ///< Bytes
} Tensor;

/**
   The contents of a safetensors file, checked: a JSON header without duplicate
   names, tensors of known types whose shapes fit their sizes and which fill
   the rest of the file without holes or overlaps.  [setup], as all here.
*/
typedef struct Safetensors Safetensors;

/// Read `size` bytes, which must outlive it and be aligned to 8.  Of the data
/// behind the header, none is looked at.  NULL with a message if anything is
/// amiss.
Safetensors* safetensors_new(const void* bytes, size_t size, Error* error);

/// `file` may be NULL
void safetensors_free(Safetensors* file);

/// A text of the metadata, or NULL; valid until the file is freed
const char* safetensors_metadata(const Safetensors* file, const char* key);

/// The tensor of that name, or NULL; valid until the file is freed.  Counts as
/// used from here on.
const Tensor* safetensors_find(Safetensors* file, const char* name);

/// The name of a tensor that is not used, or NULL
const char* safetensors_unused(const Safetensors* file);

#endif
