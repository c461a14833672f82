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
  char* path;               ///< Of the network; from network_options_load()
  const Network* network;   ///< From network_options_load()
  const View* view;         ///< From network_options_load()
} NetworkOptions;

/// Find and load the network and its view.  False with a message on standard
/// error, a usage error of `command` if there is no such view; then there is
/// nothing to release.
bool network_options_load(NetworkOptions* options, const char* command);

void network_options_release(NetworkOptions* options);

#endif
