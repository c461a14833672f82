// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_NETWORK_FILE_H
#define EARMARK_NETWORK_FILE_H

#include "base/error.h"
#include "base/mapped_file.h"
#include "model/network.h"

/// [setup] Map and check a file.  NULL with a message, which begins with
/// `path`, if anything is amiss.
Network* network_load(const char* path, Error* error);

/// [setup] `network` may be NULL
void network_free(Network* network);

/// [any] The file that a loaded network is mapped from
const FileIdentity* network_identity(const Network* network);

#endif
