// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_BUNDLE_H
#define EARMARK_BUNDLE_H

#include "base/error.h"

#include <stdbool.h>

/// Write manifest.ttl and a Turtle file for every plugin that the network makes
/// (plugin/variant.h) into a folder that exists; files of these names are
/// replaced.  `prefix` is what their URIs begin with; `has_window` says whether
/// the bundle has the library of the window.  False with a message if anything
/// is amiss; of the file that was being written, nothing is left.  [setup]
bool bundle_write(const char* network_path,
                  const char* prefix,
                  const char* output_folder,
                  bool has_window,
                  Error* error);

#endif
