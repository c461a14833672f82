// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_PATH_H
#define EARMARK_PATH_H

/// The part of a path that names the file: without folder and suffix.  Stores
/// its length.
const char* path_stem(const char* path, int* length);

#endif
