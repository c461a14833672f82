// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_BUNDLE_FOLDER_H
#define EARMARK_BUNDLE_FOLDER_H

#include "base/error.h"

#include <stdbool.h>

/**
   Make an LV2 bundle in `folder`: the library and the window of our own bundle,
   the network file, and Turtle for plugins whose URIs begin with `prefix`.

   The folder is made, or was a bundle made here before, whose files are
   replaced.  False with a message if it is something else or cannot be written.
*/
bool bundle_folder_make(const char* network,
                        const char* folder,
                        const char* prefix,
                        Error* error);

#endif
