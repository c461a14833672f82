// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_MEMORY_FILE_H
#define EARMARK_MEMORY_FILE_H

#include <stddef.h>

#define MEMORY_FILE_PATH 40 ///< Room for its path

/// A file that lives in memory only, and its path; close() ends it
int memory_file(const void* bytes, size_t size, char* path);

#endif
