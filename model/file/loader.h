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

/**
   A network being read from its file; what it keeps is in the arena or the
   file's mapping.

   Each part of the file has a source of its own, which its function is named
   after.  [setup], as all here: network_load() calls them in this order, and
   stops at the first that returns false, with a message in `error`.
*/
typedef struct {
  Network* network;
  Safetensors* file;
  Arena* arena;
  Error* error;
} Loader;

/// loader_settings.c: name, front end, precision, updates, provenance
bool load_settings(Loader* loader);

/// loader_timbre.c: banks of 2-D filters and their tensors, if there are any
bool load_timbre(Loader* loader);

/// loader_branches.c: branches, their levels and these' tensors
bool load_branches(Loader* loader);

/// loader_head.c: the dense layers and their tensors
bool load_head(Loader* loader);

/// loader_outputs.c: names of the outputs, which means silence, which mean the
/// level
bool load_outputs(Loader* loader);

/// loader_views.c: lists of tags
bool load_views(Loader* loader);

/// loader_tags.c: the tags of a view, number `v`; NULL with a message
Tag* load_tags(Loader* loader, const json_t* array, uint32_t v, View* view);

/// loader_scales.c: the scales of the view `json`, whose tags are known
bool load_scales(Loader* loader, const json_t* json, uint32_t v, View* view);

/// loader_groups.c: the groups of the view `json`, whose tags (`tags` are
/// view->tags) and scales are known; gives the tags their places in them
bool load_groups(
    Loader* loader, const json_t* json, uint32_t v, Tag* tags, View* view);

// loader.c: what all of them use

/// A metadata value, parsed; the caller decrefs it.  NULL with a message.
json_t* loader_metadata(Loader* loader, const char* key);

/// May the file have `what`, which the format's second version added?  No file
/// of the first may; false with a message.
bool loader_may_add(Loader* loader, const char* what);

/// A metadata value that the second version added, parsed, as above
json_t* loader_addition(Loader* loader, const char* key);

/// Zeroed memory from the arena; NULL with a message
void* loader_alloc(Loader* loader, size_t n, size_t size);

/// A copy in the arena; NULL with a message
const char* loader_string(Loader* loader, const char* string);

/// [output, weight], a weight being `low` to 1.01; false with a message
bool loader_member(Loader* loader,
                   const json_t* json,
                   const char* where,
                   double low,
                   uint32_t* member,
                   float* weight);

/// Room for "views[15].tags[511]"
#define LOADER_WHERE 48

/// Channels or outputs as they are stored: padded to what kernels read at once
static inline uint32_t
loader_pad(uint32_t n)
{
  return (n + KERNELS_PAD - 1) / KERNELS_PAD * KERNELS_PAD;
}

// loader_weights.c: tensors, checked

/// The tensor `layer`.`part`: n finite numbers of at least `low`, those from
/// `used` on being 0; NULL with a message
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

/// The tensor `layer`.weight in the network's precision, as Level, Bank and
/// Dense in model/network.h have it; NULL with a message
const void* loader_weights(Loader* loader, const WeightShape* shape);

/// kernels_are_light() of such weights; false for floats
bool loader_light(const Loader* loader,
                  const WeightShape* shape,
                  const void* weight);

/// The tensors of a conv, as Level and Bank in model/network.h have them:
/// weight, scale (int8 only), bias; false with a message
bool loader_conv(Loader* loader,
                 const WeightShape* shape,
                 const void** weight,
                 const float** scale,
                 const float** bias);

#endif
