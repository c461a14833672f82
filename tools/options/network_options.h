// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_NETWORK_OPTIONS_H
#define EARMARK_NETWORK_OPTIONS_H

#include "model/network.h"

#include <stdbool.h>

/// The network, view and memory that a command line asks for
typedef struct {
  const char* network_path; ///< NULL for the default
  const char* view_name;    ///< NULL for the network's first
  float memory;             ///< Seconds; 0 for the network's own
  const Network* network;   ///< After network_options_load
  const View* view;         ///< After network_options_load
} NetworkOptions;

/// From an option's text; false with a message on standard error
bool network_options_set_memory(NetworkOptions* choice, const char* text);

/// Load the network and find the view; false with a message on standard error
bool network_options_load(NetworkOptions* choice);

void network_options_release(NetworkOptions* choice);

#endif
