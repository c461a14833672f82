// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_REGISTRY_H
#define EARMARK_REGISTRY_H

#include "base/error.h"
#include "model/network.h"

/// As network_load(), but one copy per file and process, counted.
/// [setup], by several threads at once if need be, as below.
const Network* network_acquire(const char* path, Error* error);

/// Release what network_acquire() gave
void network_release(const Network* network);

#endif
