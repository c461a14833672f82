// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_LOADER_H
#define EARMARK_LOADER_H

#include "base/arena.h"
#include "base/error.h"
#include "model/file/safetensors.h"
#include "model/network.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

/// A network being read from its file; what it keeps is in the arena or the
/// file's mapping.  [setup]
typedef struct {
  Network* network;
  Safetensors* file;
  Arena* arena;
  Error* error;
} Loader;

/// Name, front end, precision, updates, provenance
bool load_settings(Loader* loader);

/// After load_settings()
bool load_branches(Loader* loader);

/// After load_branches()
bool load_head(Loader* loader);

/// After load_head(): names of the outputs and which is silence, then the views
bool load_outputs(Loader* loader);
bool load_views(Loader* loader);

/// A metadata value, parsed; the caller decrefs it.  NULL with a message.
json_t* loader_metadata(Loader* loader, const char* key);

/// Zeroed memory from the arena; NULL with a message
void* loader_alloc(Loader* loader, size_t n, size_t size);

const char* loader_string(Loader* loader, const char* string);

/// `n_out` finite numbers of at least `low`, those from `used` on being 0;
/// NULL with a message
const float* loader_floats(Loader* loader,
                           const char* layer,
                           const char* part,
                           uint32_t n,
                           uint32_t used,
                           float low);

/// The shape of a layer's weights
typedef struct {
  const char* layer; ///< "head.0"
  uint32_t n_in;     ///< Inputs of an output, all columns of a conv together
  uint32_t n_out;
  uint32_t used; ///< Outputs that mean something; the rest weigh 0
} WeightShape;

/// Checked weights in the network's precision; NULL with a message
const void* loader_weights(Loader* loader, const WeightShape* shape);

static inline uint32_t
loader_pad(uint32_t n)
{
  return (n + KERNELS_PAD - 1) / KERNELS_PAD * KERNELS_PAD;
}

#endif
