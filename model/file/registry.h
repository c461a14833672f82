// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_REGISTRY_H
#define EARMARK_REGISTRY_H

#include "base/error.h"
#include "model/network.h"

/// As network_load(), but one copy per file and process, counted.  [any] but
/// the audio thread, as all here: it locks.
const Network* network_acquire(const char* path, Error* error);

/// Release what network_acquire() gave; the last one frees it
void network_release(const Network* network);

#endif
