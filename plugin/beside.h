// Copyright 2026 the Earmark authors
// SPDX-License-Identifier: ISC

#ifndef EARMARK_BESIDE_H
#define EARMARK_BESIDE_H

/// The path of a file beside the library that holds the object `own`; NULL if
/// memory is short.  The caller frees it.  [setup]
char* beside_library(const void* own, const char* file);

#endif
