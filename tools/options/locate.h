// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_LOCATE_H
#define EARMARK_LOCATE_H

#include <stddef.h>

/// Our own LV2 bundle: earmark.lv2 beside the program (the build tree), or the
/// installed one.  `buffer` may hold the answer.
const char* locate_bundle(char* buffer, size_t size);

/**
   Where the network file is: `wanted` if not NULL, else the first of the
   environment variable EARMARK_NETWORK and our own bundle's.  `buffer` may
   hold the answer.
*/
const char* locate_network(const char* wanted, char* buffer, size_t size);

#endif
