// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_PREFIX_H
#define EARMARK_PREFIX_H

#include "plugin/uris.h"

#include <stdbool.h>

/**
   What the URIs of the bundle that this library lies in begin with.

   `earmark bundle` puts the same libraries beside another network, with URIs of
   its own, whose prefix is in a file there.  The library looks beside itself
   for it rather than offer lv2_lib_descriptor: lilv does not ask that of a
   library that has lv2_descriptor, too, and other hosts know only the latter.

   `own` is any object of the library.  False if the bundle is Earmark's own.
   [setup]
*/
bool prefix_find(const void* own, char prefix[URI_MAX_PREFIX]);

#endif
