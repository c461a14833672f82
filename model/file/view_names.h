// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_VIEW_NAMES_H
#define EARMARK_VIEW_NAMES_H

#include "base/error.h"
#include "model/network.h"
#include "model/symbol.h"

#include <stdbool.h>
#include <stdint.h>

/// The names of a network's views, in their order
typedef struct {
  uint32_t n; ///< 1..NETWORK_MAX_VIEWS
  char names[NETWORK_MAX_VIEWS][SYMBOL_SIZE];
} ViewNames;

/// Read them from a file without loading the network: its weights are not even
/// looked at.  False with a message if there are none.  [setup]
bool view_names_read(ViewNames* views, const char* path, Error* error);

#endif
