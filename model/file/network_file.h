// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_NETWORK_FILE_H
#define EARMARK_NETWORK_FILE_H

#include "base/error.h"
#include "base/mapped_file.h"
#include "model/network.h"

/// Map and check a file.  NULL with a message if anything is amiss.
/// Not in the audio thread.
Network* network_load(const char* path, Error* error);

/// `network` may be NULL.  Not in the audio thread.
void network_free(Network* network);

/// The file that a loaded network is mapped from
const FileIdentity* network_identity(const Network* network);

#endif
