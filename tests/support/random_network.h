// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_RANDOM_NETWORK_H
#define EARMARK_RANDOM_NETWORK_H

#include "model/network.h"
#include "tests/support/random_shape.h"

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

/**
   A network file of that shape in memory, with random weights under which
   activations neither vanish nor all saturate.  The caller frees it.
*/
unsigned char*
random_network_make(const NetworkShape* shape, uint64_t seed, size_t* size);

/// A file in memory from its header and its data, for tests that alter either
unsigned char* random_network_join(const json_t* header,
                                   const unsigned char* data,
                                   size_t data_size,
                                   size_t* size);

/// Write the file that random_network_make() makes; asserts that it worked
void random_network_write(const char* path,
                          const NetworkShape* shape,
                          uint64_t seed);

/// The network of that file; asserts that it loads
Network* random_network_load(const NetworkShape* shape, uint64_t seed);

#endif
