// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_LOCATE_H
#define EARMARK_LOCATE_H

#include <stddef.h>

/**
   Where the network file is: `wanted` if not NULL, else the first of the
   environment variable EARMARK_NETWORK, earmark.lv2/ beside the program (the
   build tree) and the installed bundle.  `buffer` may hold the answer.
*/
const char* locate_network(const char* wanted, char* buffer, size_t size);

#endif
