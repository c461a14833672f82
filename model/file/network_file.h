// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_NETWORK_FILE_H
#define EARMARK_NETWORK_FILE_H

#include "base/mapped_file.h"
#include "model/network.h"

/// The file that a loaded network is mapped from
const FileIdentity* network_identity(const Network* network);

#endif
