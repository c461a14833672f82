// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_PACKET_DIGEST_H
#define EARMARK_PACKET_DIGEST_H

#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>

#define PACKET_DIGEST_SIZE 32u /* bytes */

/// The SHA-256 of all that a file's streams hold, packet by packet, but for
/// pictures that are tags: the same if and only if what is heard is.  False
/// with a message if it cannot be read.
bool packet_digest(const char* path,
                   uint8_t digest[PACKET_DIGEST_SIZE],
                   Error* error);

#endif
