// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_RANDOM_METADATA_H
#define EARMARK_RANDOM_METADATA_H

#include "tests/support/random_shape.h"

#include <jansson.h>

/// The `__metadata__` of a network file of that shape
json_t* random_metadata(const NetworkShape* shape);

#endif
