// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_PATH_H
#define EARMARK_PATH_H

/// The part of a path that names the file: without folder and suffix.  Stores
/// its length in bytes.
const char* path_stem(const char* path, int* length);

/// A path put together as by printf, of any length.  The caller frees it; NULL
/// if memory is short.
#if defined(__GNUC__)
__attribute__((format(printf, 1, 2)))
#endif
char*
path_format(const char* format, ...);

#endif
