// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_BUNDLE_H
#define EARMARK_BUNDLE_H

#include "model/error.h"

#include <stdbool.h>

/// Write manifest.ttl and a Turtle file for every plugin whose view the
/// network has.  False with a message if anything is amiss.
bool bundle_write(const char* network_path,
                  const char* template_folder,
                  const char* output_folder,
                  Error* error);

#endif
