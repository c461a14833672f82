// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_VARIANT_H
#define EARMARK_VARIANT_H

#include "model/network.h"
#include "model/symbol.h"

#include <stdbool.h>
#include <stdint.h>

#define VARIANT_NAME_SIZE (SYMBOL_SIZE + 8) /* bytes, the end included */

#define VARIANT_OF_DEFAULT 4u ///< Plugins of the first view
#define VARIANT_MAX (VARIANT_OF_DEFAULT + NETWORK_MAX_VIEWS - 1u)

/// A plugin that a network makes
typedef struct {
  uint32_t view; ///< Its number in the network; 0 is the default
  uint32_t n_channels;
  bool has_cv;        ///< Has it CV outputs?
  const char* suffix; ///< What tells it from the others of its view, for people
} Variant;

/// How many plugins a network of so many views makes: the first view has four,
/// every other has one
uint32_t variant_count(uint32_t n_views);

/// index < variant_count().  [any], as all here.
Variant variant_get(uint32_t index);

/// What the plugin's URI ends in, and what its file in the bundle is called.
/// `view` is the name of its view.
void
variant_name(char name[VARIANT_NAME_SIZE], uint32_t index, const char* view);

#endif
