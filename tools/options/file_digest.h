// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_FILE_DIGEST_H
#define EARMARK_FILE_DIGEST_H

#include <stdbool.h>

#define FILE_DIGEST_TEXT 65u /* bytes with the 0 at its end */

/// The SHA-256 of a file's content in hexadecimal, as `sha256sum` prints it.
/// False if it cannot be read.
bool file_digest(const char* path, char text[FILE_DIGEST_TEXT]);

#endif
