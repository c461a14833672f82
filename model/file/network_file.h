// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_NETWORK_FILE_H
#define EARMARK_NETWORK_FILE_H

#include "base/error.h"
#include "base/mapped_file.h"
#include "model/network.h"

/// Map and check a file, all of it.  NULL with a message, "path: what is wrong"
/// in one line, if anything is amiss.  [setup]
Network* network_load(const char* path, Error* error);

/// `network` may be NULL.  [setup]
void network_free(Network* network);

/// The file that a loaded network is mapped from.  [any]
const FileIdentity* network_identity(const Network* network);

#endif
